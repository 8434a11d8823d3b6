/**
 * The kinds of tables that can be read, their fields, and the words by which headers are recognized (English,
 * German, French, Spanish, Czech). A header word stands normalized, as `normalizeHeader` gives it.
 */

export const KINDS = ['contracts', 'deals', 'book_sales', 'attendees', 'spend'] as const;
export type Kind = (typeof KINDS)[number];

export const FIELDS = [
  'id',
  'organization',
  'domain',
  'email',
  'name',
  'first_name',
  'last_name',
  'title',
  'isbn',
  'plan',
  'stage',
  'event',
  'campaign',
  'channel',
  'date',
  'from',
  'to',
  'created',
  'closed',
  'quantity',
  'amount',
  'currency',
  'country',
] as const;
export type Field = (typeof FIELDS)[number];

export const DATE_FIELDS: readonly Field[] = ['date', 'from', 'to', 'created', 'closed'];

export interface KindSpec {
  /** Header words of each field, the most telling first. A header serves one field only, the first listed. */
  readonly words: Readonly<Partial<Record<Field, readonly string[]>>>;
  /** Each group needs at least one of its fields. */
  readonly needs: readonly (readonly Field[])[];
}

const EMAIL = (
  'email,e mail,mail,email address,e mail address,contact email,customer email,buyer email,attendee email,' +
  'e mail adresse,email adresse,mailadresse,courriel,adresse email,adresse e mail,correo,correo electronico,' +
  'emailova adresa,kontaktni email'
).split(',');
const NAME = (
  'contact,contact name,contact person,full name,attendee,attendee name,buyer,buyer name,participant,customer ' +
  'contact,ansprechpartner,kontakt,teilnehmer,kaufer,nom complet,nom du participant,contacto,nombre completo,' +
  'asistente,jmeno a prijmeni,ucastnik,kontaktni osoba,kupujici,name,nom,nombre,jmeno'
).split(',');
const FIRST_NAME = 'first name,given name,vorname,prenom,nombre de pila,krestni jmeno'.split(',');
const LAST_NAME = 'last name,family name,surname,nachname,nom de famille,apellido,apellidos,prijmeni'.split(
  ',',
);
const ORGANIZATION = (
  'organization,organisation,company,customer,account,client,party,company name,customer name,account name,' +
  'client name,organization name,organisation name,employer,affiliation,firma,kunde,unternehmen,vertragspartner,' +
  'firmenname,arbeitgeber,entreprise,societe,organisme,empresa,cliente,organizacion,spolecnost,zakaznik,' +
  'odberatel,organizace'
).split(',');
const DOMAIN = (
  'domain,company domain,email domain,website,web site,homepage,url,web,webseite,webadresse,domaine,site web,' +
  'dominio,sitio web,domena,webova stranka'
).split(',');
const AMOUNT = (
  'amount,value,total,price,net amount,amount net,betrag,summe,wert,preis,umsatz,nettobetrag,montant,prix,' +
  'valeur,importe,precio,monto,valor,castka,cena,hodnota'
).split(',');
const CURRENCY = 'currency,currency code,wahrung,devise,monnaie,moneda,divisa,mena'.split(',');
const DATE = 'date,datum,fecha,day,tag,jour,dia,den'.split(',');
const COUNTRY = 'country,country code,land,pays,pais,zeme,stat'.split(',');

const PEOPLE = {
  email: EMAIL,
  organization: ORGANIZATION,
  domain: DOMAIN,
  first_name: FIRST_NAME,
  last_name: LAST_NAME,
  name: NAME,
};

export const KIND_SPECS: Readonly<Record<Kind, KindSpec>> = {
  contracts: {
    words: {
      id: (
        'contract id,contract number,contract no,agreement id,agreement number,subscription id,vertragsnummer,' +
        'vertrags id,numero de contrat,numero de contrato,cislo smlouvy,id,number,nummer,numero,cislo'
      ).split(','),
      from: (
        'from,start,start date,contract start,valid from,begin,beginning,effective date,signed,signed on,' +
        'contract date,subscription start,beginn,startdatum,vertragsbeginn,gultig ab,von,debut,date de debut,du,' +
        'desde,inicio,fecha de inicio,od,zacatek,platnost od,datum zahajeni'
      ).split(','),
      to: (
        'to,end,end date,contract end,valid until,valid to,expires,expiry,expiry date,expiration date,renewal,' +
        'renewal date,until,subscription end,ende,enddatum,vertragsende,gultig bis,bis,fin,date de fin,au,hasta,' +
        'fecha de fin,do,konec,platnost do,datum ukonceni'
      ).split(','),
      plan: (
        'plan,sla,tier,product,package,edition,subscription,level,service,contract type,tarif,produkt,paket,' +
        'vertragsart,leistung,offre,produit,forfait,formule,producto,paquete,tarifa,balicek,uroven,sluzba'
      ).split(','),
      amount: ['annual value', 'contract value', 'arr', 'vertragswert', 'jahreswert', ...AMOUNT],
      currency: CURRENCY,
      ...PEOPLE,
    },
    needs: [['organization', 'domain', 'email'], ['from']],
  },
  deals: {
    words: {
      id: (
        'deal id,opportunity id,record id,id,deal number,opportunity number,number,nummer,numero,cislo,' +
        'cislo obchodu'
      ).split(','),
      stage: (
        'stage,deal stage,status,deal status,opportunity stage,outcome,result,phase,verkaufsphase,stufe,ergebnis,' +
        'etape,statut,resultat,etapa,fase,estado,resultado,faze,stav,vysledek'
      ).split(','),
      title: (
        'deal,deal name,opportunity,opportunity name,title,subject,verkaufschance,titel,bezeichnung,affaire,' +
        'opportunite,titre,negocio,oportunidad,titulo,obchod,prilezitost,nazev,name'
      ).split(','),
      closed: (
        'close date,closed,closed on,closing date,closed date,date closed,abschluss,abschlussdatum,' +
        'abgeschlossen am,date de cloture,cloture,fecha de cierre,cierre,uzavreno,datum uzavreni'
      ).split(','),
      created: (
        'created,create date,created date,created on,created at,date created,opened,open date,erstellt,' +
        'erstellt am,angelegt am,erstelldatum,cree le,date de creation,creado,fecha de creacion,vytvoreno,' +
        'datum vytvoreni,date,datum,fecha'
      ).split(','),
      amount: ['deal value', 'deal amount', ...AMOUNT],
      currency: CURRENCY,
      ...PEOPLE,
    },
    needs: [['organization', 'domain', 'email'], ['stage'], ['closed', 'created']],
  },
  book_sales: {
    words: {
      id: 'order id,order number,order no,sale id,transaction id,bestellnummer,numero de commande,numero de pedido,cislo objednavky,id'.split(
        ',',
      ),
      isbn: ['isbn', 'isbn 13', 'isbn13', 'isbn 10', 'ean', 'asin'],
      title:
        'book,book title,title,buch,buchtitel,titel,livre,titre,libro,titulo,kniha,nazev knihy,nazev'.split(
          ',',
        ),
      date: [
        ...'sold,sold on,sale date,date sold,order date,purchase date,royalty date,ordered,verkauft am,verkaufsdatum,bestelldatum,kaufdatum,date de vente,date d achat,date de commande,vendu le,fecha de venta,fecha de compra,datum prodeje,datum objednavky,prodano'.split(
          ',',
        ),
        ...DATE,
      ],
      quantity:
        'quantity,qty,units,units sold,net units sold,copies,copies sold,count,menge,anzahl,stuck,exemplare,quantite,exemplaires,cantidad,unidades,ejemplares,mnozstvi,pocet,kusu,ks'.split(
          ',',
        ),
      amount: ['royalty', 'revenue', 'erlos', 'chiffre d affaires', 'ingresos', 'trzba', ...AMOUNT],
      currency: CURRENCY,
      country: ['marketplace', 'territory', ...COUNTRY],
      ...PEOPLE,
    },
    needs: [['title', 'isbn'], ['date'], ['quantity', 'isbn']],
  },
  attendees: {
    words: {
      id: 'ticket id,ticket number,registration id,attendee id,ticketnummer,ticket code,numero de billet,cislo vstupenky,id'.split(
        ',',
      ),
      event:
        'event,event name,event title,conference,meetup,webinar,training,course,veranstaltung,konferenz,schulung,kurs,evenement,conference name,formation,evento,conferencia,curso,akce,nazev akce,konference,skoleni'.split(
          ',',
        ),
      date: [
        ...'event date,attended,attended on,check in,check in date,checked in,checked in at,registered,registered on,registration date,veranstaltungsdatum,teilnahme am,anmeldedatum,date de l evenement,date d inscription,fecha del evento,fecha de inscripcion,datum akce,datum registrace'.split(
          ',',
        ),
        ...DATE,
      ],
      country: COUNTRY,
      ...PEOPLE,
    },
    needs: [['email', 'name', 'last_name'], ['event'], ['date']],
  },
  spend: {
    words: {
      channel:
        'channel,medium,source,platform,network,category,kanal,kategorie,plattform,canal,categorie,plateforme,categoria,plataforma,platforma'.split(
          ',',
        ),
      campaign:
        'campaign,campaign name,activity,purpose,description,kampagne,kampagnenname,massnahme,zweck,campagne,activite,campana,actividad,kampan,nazev kampane,ucel'.split(
          ',',
        ),
      date: [
        ...'spent on,spend date,invoice date,booking date,month,monat,rechnungsdatum,buchungsdatum,mois,date de facture,mes,fecha de factura,mesic,datum faktury'.split(
          ',',
        ),
        ...DATE,
      ],
      amount:
        'spend,spent,cost,costs,amount spent,budget,kosten,ausgaben,ausgabe,depense,depenses,cout,gasto,coste,costo,naklady,vydaje,utrata'
          .split(',')
          .concat(AMOUNT),
      currency: CURRENCY,
    },
    needs: [['date'], ['amount'], ['channel', 'campaign']],
  },
};
