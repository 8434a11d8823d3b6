/**
 * The kinds of tables that can be read, their fields, and the words by which headers are recognized (English,
 * German, French, Spanish, Czech), normalized as `normalizeHeader` does. A new word may map a column that was left
 * aside before, which changes the ids of rows that have no id of their own: raise the source's version with it.
 */

export const KINDS = [
  'contracts',
  'deals',
  'book_sales',
  'attendees',
  'spend',
  'searches',
  'feedback',
  'tickets',
] as const;
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
  'present',
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
  'refunded',
  'status',
  'priority',
  'query',
  'results',
  'page',
  'helpful',
] as const;
export type Field = (typeof FIELDS)[number];

export const DATE_FIELDS: readonly Field[] = ['date', 'from', 'to', 'created', 'closed'];

export interface KindSpec {
  /** Header words of each field, the most telling first. A header serves one field only, the first listed. */
  readonly words: Readonly<Partial<Record<Field, readonly string[]>>>;
  /** Each group needs at least one of its fields. */
  readonly needs: readonly (readonly Field[])[];
}

function words(list: string): readonly string[] {
  return list.split(',').map((word) => word.trim());
}

const PEOPLE = {
  email:
    words(`email, e mail, mail, email address, e mail address, contact email, customer email, buyer email,
    attendee email, e mail adresse, email adresse, mailadresse, courriel, adresse email, adresse e mail, correo,
    correo electronico, emailova adresa, kontaktni email`),
  organization: words(`organization, organisation, company, customer, account, client, party, company name,
    customer name, account name, client name, organization name, organisation name, employer, affiliation, firma,
    kunde, unternehmen, vertragspartner, firmenname, arbeitgeber, entreprise, societe, organisme, empresa, cliente,
    organizacion, spolecnost, zakaznik, odberatel, organizace`),
  domain:
    words(`domain, company domain, email domain, website, web site, homepage, url, web, webseite, webadresse,
    domaine, site web, dominio, sitio web, domena, webova stranka`),
  first_name: words('first name, given name, vorname, prenom, nombre de pila, krestni jmeno'),
  last_name: words(
    'last name, family name, surname, nachname, nom de famille, apellido, apellidos, prijmeni',
  ),
  name: words(`contact, contact name, contact person, full name, attendee, attendee name, buyer, buyer name,
    participant, customer contact, ansprechpartner, kontakt, teilnehmer, kaufer, nom complet, nom du participant,
    contacto, nombre completo, asistente, jmeno a prijmeni, ucastnik, kontaktni osoba, kupujici, name, nom, nombre,
    jmeno`),
};
const AMOUNT = words(`amount, value, total, price, net amount, amount net, betrag, summe, wert, preis, umsatz,
  nettobetrag, montant, prix, valeur, importe, precio, monto, valor, castka, cena, hodnota`);
const CURRENCY = words('currency, currency code, wahrung, devise, monnaie, moneda, divisa, mena');
const DATE = words('date, datum, fecha, day, tag, jour, dia, den');
const COUNTRY = words('country, country code, land, pays, pais, zeme, stat');

export const KIND_SPECS: Readonly<Record<Kind, KindSpec>> = {
  contracts: {
    words: {
      id: words(`contract id, contract number, contract no, agreement id, agreement number, subscription id,
        vertragsnummer, vertrags id, numero de contrat, numero de contrato, cislo smlouvy, id, number, nummer,
        numero, cislo`),
      from: words(`from, start, start date, contract start, valid from, begin, beginning, effective date, signed,
        signed on, contract date, subscription start, beginn, startdatum, vertragsbeginn, gultig ab, von, debut,
        date de debut, du, desde, inicio, fecha de inicio, od, zacatek, platnost od, datum zahajeni`),
      to: words(`to, end, end date, contract end, valid until, valid to, expires, expiry, expiry date,
        expiration date, renewal, renewal date, until, subscription end, ende, enddatum, vertragsende, gultig bis,
        bis, fin, date de fin, au, hasta, fecha de fin, do, konec, platnost do, datum ukonceni`),
      plan: words(`plan, sla, tier, product, package, edition, subscription, level, service, contract type, tarif,
        produkt, paket, vertragsart, leistung, offre, produit, forfait, formule, producto, paquete, tarifa,
        balicek, uroven, sluzba`),
      amount: [...words('annual value, contract value, arr, vertragswert, jahreswert'), ...AMOUNT],
      currency: CURRENCY,
      ...PEOPLE,
    },
    needs: [['organization', 'domain', 'email'], ['from']],
  },
  deals: {
    words: {
      id: words(`deal id, opportunity id, record id, id, deal number, opportunity number, number, nummer, numero,
        cislo, cislo obchodu`),
      stage: words(`stage, deal stage, status, deal status, opportunity stage, outcome, result, phase,
        verkaufsphase, stufe, ergebnis, etape, statut, resultat, etapa, fase, estado, resultado, faze, stav,
        vysledek`),
      title: words(`deal, deal name, opportunity, opportunity name, title, subject, verkaufschance, titel,
        bezeichnung, affaire, opportunite, titre, negocio, oportunidad, titulo, obchod, prilezitost, nazev, name`),
      closed: words(`close date, closed, closed on, closing date, closed date, date closed, abschluss,
        abschlussdatum, abgeschlossen am, date de cloture, cloture, fecha de cierre, cierre, uzavreno,
        datum uzavreni`),
      created:
        words(`created, create date, created date, created on, created at, date created, opened, open date,
        erstellt, erstellt am, angelegt am, erstelldatum, cree le, date de creation, creado, fecha de creacion,
        vytvoreno, datum vytvoreni, date, datum, fecha`),
      amount: [...words('deal value, deal amount'), ...AMOUNT],
      currency: CURRENCY,
      ...PEOPLE,
    },
    needs: [['organization', 'domain', 'email'], ['stage'], ['closed', 'created']],
  },
  book_sales: {
    words: {
      id: words(`order id, order number, order no, sale id, transaction id, bestellnummer, numero de commande,
        numero de pedido, cislo objednavky, id`),
      isbn: words('isbn, isbn 13, isbn13, isbn 10, ean, asin'),
      title: words(`book, book title, title, buch, buchtitel, titel, livre, titre, libro, titulo, kniha,
        nazev knihy, nazev`),
      date: [
        ...words(`sold, sold on, sale date, date sold, order date, purchase date, royalty date, ordered,
          verkauft am, verkaufsdatum, bestelldatum, kaufdatum, date de vente, date d achat, date de commande,
          vendu le, fecha de venta, fecha de compra, datum prodeje, datum objednavky, prodano`),
        ...DATE,
      ],
      quantity:
        words(`quantity, qty, units, units sold, net units sold, copies, copies sold, count, menge, anzahl,
        stuck, exemplare, quantite, exemplaires, cantidad, unidades, ejemplares, mnozstvi, pocet, kusu, ks`),
      amount: [...words('royalty, revenue, erlos, chiffre d affaires, ingresos, trzba'), ...AMOUNT],
      currency: CURRENCY,
      country: ['marketplace', 'territory', ...COUNTRY],
      ...PEOPLE,
    },
    needs: [['title', 'isbn'], ['date'], ['quantity', 'isbn']],
  },
  attendees: {
    words: {
      id: words(`ticket id, ticket number, registration id, attendee id, ticketnummer, ticket code,
        numero de billet, cislo vstupenky, id`),
      event:
        words(`event, event name, event title, conference, conference name, meetup, webinar, training, course,
        veranstaltung, konferenz, schulung, kurs, evenement, formation, evento, conferencia, curso, akce,
        nazev akce, konference, skoleni`),
      present: words(`present, attended, checked in, showed up, anwesend, teilgenommen, presente, asistio,
        pritomen, zucastnil se`),
      date: [
        ...words(`event date, attended on, check in, check in date, checked in at, registered, registered on,
          registration date, veranstaltungsdatum, teilnahme am, anmeldedatum, date de l evenement,
          date d inscription, fecha del evento, fecha de inscripcion, datum akce, datum registrace`),
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
        words(`channel, medium, source, platform, network, category, kanal, kategorie, plattform, canal,
        categorie, plateforme, categoria, plataforma, platforma`),
      campaign:
        words(`campaign, campaign name, activity, purpose, description, kampagne, kampagnenname, massnahme,
        zweck, campagne, activite, campana, actividad, kampan, nazev kampane, ucel`),
      date: [
        ...words(`spent on, spend date, invoice date, booking date, month, monat, rechnungsdatum, buchungsdatum,
          mois, date de facture, mes, fecha de factura, mesic, datum faktury`),
        ...DATE,
      ],
      amount: [
        ...words(`spend, spent, cost, costs, amount spent, budget, kosten, ausgaben, ausgabe, depense, depenses,
          cout, gasto, coste, costo, naklady, vydaje, utrata`),
        ...AMOUNT,
      ],
      currency: CURRENCY,
    },
    needs: [['date'], ['amount'], ['channel', 'campaign']],
  },
  searches: {
    words: {
      query:
        words(`search query, search term, searched for, search, query, keywords, suchbegriff, suchanfrage,
        recherche, terme recherche, busqueda, termino de busqueda, hledany vyraz, dotaz`),
      quantity: words(
        `count, searches, times, number of searches, occurrences, anzahl, suchen, nombre, cantidad, pocet`,
      ),
      results:
        words(`nb hits, hits, results, results count, result count, number of results, average hits, treffer,
        ergebnisse, resultats, resultados, vysledky, pocet vysledku`),
      date: ['day', 'month', 'searched at', ...DATE],
    },
    needs: [['query'], ['quantity', 'results'], ['date']],
  },
  feedback: {
    words: {
      id: words('feedback id, response id, id'),
      page: words(`page url, page, page path, path, url, article, seite, seiten url, pagina, stranka`),
      helpful:
        words(`helpful, was this helpful, was this page helpful, useful, vote, rating, hilfreich, bewertung,
        utile, note, util, valoracion, uzitecne, hodnoceni`),
      date: ['submitted at', 'created at', 'timestamp', 'created', ...DATE],
      email: PEOPLE.email,
    },
    needs: [['page'], ['helpful'], ['date']],
  },
  tickets: {
    words: {
      id: words(`ticket id, ticket number, ticket no, ticket, case number, case id, request id, issue key,
        ticketnummer, numero de ticket, cislo ticketu, cislo pozadavku`),
      title: words('subject, summary, ticket subject, betreff, sujet, objet, asunto, predmet'),
      date: [
        ...words(`created at, created time, created, created on, date created, opened, opened at, erstellt, erstellt am,
          cree le, creado, vytvoreno`),
        ...DATE,
      ],
      status: words('status, state, zustand, statut, etat, estado, stav'),
      priority: words('priority, severity, prioritat, priorite, prioridad, priorita'),
      ...PEOPLE,
      email: ['requester email', 'contact email', ...PEOPLE.email],
      name: ['requester', 'requester name', 'full name', ...PEOPLE.name],
    },
    needs: [['id'], ['title'], ['date'], ['email', 'name', 'organization']],
  },
};
