/** Sentences around a question and its answer, and whole messages in other languages. */

export const CONTEXTS: readonly string[] = [
  'It is {version} on {os}, two virtual machines with 16 GB each.',
  'Version {version}, {os}, about {n} users. Nothing special in front of it except a reverse proxy.',
  'For the record: {version} from your package repository, {os}, one node.',
  'We run a pilot with {n} users at the moment and would like to open it to everyone in the next quarter.',
  'This is a test machine, so I can try anything you suggest.',
  'Management wants to see it next week, so I would be glad about any hint.',
];

export const TRIED: readonly string[] = [
  'I have read the page in the documentation twice and searched the archive, but found only a thread about an older version.',
  'I have already tried it with a fresh configuration, and the result is the same.',
  'The log at debug level shows nothing that would help me, I can send it if someone wants to look.',
  'From what I can tell the index itself is fine, it must be something in front of it.',
  'From the release notes I had expected that this is solved since the last line.',
];

export const FOLLOW_UPS: readonly string[] = [
  'That was it, thank you! I will add a sentence to the page in the documentation.',
  'Thanks, it works now. Would have taken me days.',
  'Thank you for the quick answer. I will try it on Monday and report back.',
  'Not quite: the first part works, but after a restart the setting is gone. Is there a second place where it has to be?',
  'Good to know, thanks. Then we can go on with our pilot.',
];

export const ANSWER_OPENERS: readonly string[] = [
  '',
  '',
  'I had the same a while ago.',
  'Yes, this is known.',
  'Short answer first.',
  'It depends a little on your set-up.',
];

/** What those add who are not the first to answer. */
export const FURTHER_ANSWERS: readonly string[] = [
  'Just to add: we run it this way since last year, with no trouble.',
  'The same applies to the lines before {version}, by the way.',
  'Be careful with the order: change it on one node first, wait for the index, then on the others.',
  'I have put our configuration on the wiki, it may save you some time.',
  'There is an entry in the issue tracker about a better message for this. A vote for it would help.',
];

export const ANSWER_CLOSERS: readonly string[] = [
  '',
  'See also the page in the documentation.',
  'If it does not help, please post the output of "quillfjord doctor".',
  'Hope this helps.',
  'From there on it should run by itself.',
];

/** Private mails to the vendor that are about money, not about a technical matter. */
export const COMMERCIAL: readonly { readonly subject: string; readonly text: string }[] = [
  {
    subject: 'Quote for a support plan, {n} users',
    text: 'we have been running Quillfjord {version} as a pilot and would like to go live. Please send us a quote for a plan with guaranteed response times for about {n} users and two data centres, and your standard terms.',
  },
  {
    subject: 'Supplier self-assessment',
    text: 'before we can place an order our procurement needs the attached questionnaire, proof of insurance, and a data processing agreement. Who is the right person?',
  },
  {
    subject: 'Response times and long-term fixes',
    text: 'our operations asks for guaranteed response times around the clock and security fixes for at least five years for one line. Which of your plans covers this?',
  },
];

export const AUTOMATIC: readonly {
  readonly subject: string;
  readonly text: string;
  readonly language: string;
}[] = [
  {
    subject: 'Out of Office',
    text: 'I am out of the office and will answer when I am back. In urgent cases please write to our service desk.',
    language: 'en',
  },
  {
    subject: 'Automatische Antwort',
    text: 'vielen Dank für Ihre Nachricht. Ich bin zurzeit nicht im Büro und lese keine Mails.',
    language: 'de',
  },
];

export interface Foreign {
  readonly greeting: string;
  readonly subject: string;
  readonly question: string;
  readonly answer: string;
}

/** Per language, whole questions with their topic's key. */
export const FOREIGN: Readonly<Record<string, Readonly<Record<string, Foreign>>>> = {
  de: {
    ldap: {
      greeting: 'Hallo zusammen,',
      subject: 'LDAP: verschachtelte Gruppen werden nicht aufgelöst',
      question:
        'wir haben {version} an unser Active Directory angebunden. Benutzer, die nur über eine verschachtelte Gruppe berechtigt sind, finden nichts. Muss man dafür etwas einschalten?',
      answer:
        'nested_groups = true in der LDAP-Konfiguration, dann werden auch verschachtelte Gruppen gelesen. Der Abgleich dauert dann etwas länger.',
    },
    backup: {
      greeting: 'Guten Tag,',
      subject: 'Datensicherung im laufenden Betrieb',
      question:
        'kann man die Sicherung im laufenden Betrieb machen, oder müssen die Konnektoren vorher angehalten werden? Es geht um etwa {n} GB, die wir über Nacht größtenteils schon anders sichern.',
      answer:
        '„quillfjord snapshot create“ ist auch im laufenden Betrieb konsistent. Eine einfache Dateikopie ist es nicht.',
    },
  },
  fr: {
    sso: {
      greeting: 'Bonjour,',
      subject: 'Authentification SAML : groupes absents',
      question:
        "nous avons configuré l'authentification unique avec SAML sur la version {version}. La connexion fonctionne, mais la liste des groupes reste vide. Quel attribut faut-il envoyer ?",
      answer:
        'Par défaut Quillfjord lit « groups ». Vous pouvez le changer avec groups_claim dans la configuration.',
    },
  },
  es: {
    install: {
      greeting: 'Hola:',
      subject: 'Instalación de {version}: no arranca después de actualizar',
      question:
        'después de instalar {version} en {os} el servicio no arranca y el registro sólo dice que no puede escribir en el directorio de datos. ¿Alguien sabe qué permisos hacen falta?',
      answer:
        'El directorio tiene que pertenecer al usuario quillfjord y estar en ReadWritePaths de la unidad de systemd.',
    },
  },
  pt: {
    performance: {
      greeting: 'Olá a todos,',
      subject: 'Consultas lentas de manhã',
      question:
        'com cerca de {n} documentos as primeiras consultas da manhã demoram três segundos; depois tudo fica rápido. Há alguma opção para aquecer o índice?',
      answer:
        'Sim: ative index.warm_up. E verifique se a cópia de segurança não lê o índice inteiro à noite.',
    },
  },
  ja: {
    languages: {
      greeting: 'お世話になっております。',
      subject: '日本語の検索で部分一致しない',
      question:
        '{version} を {os} で試しています。日本語の文書で「契約」を検索すると「契約書」が見つかりません。形態素解析の設定が必要でしょうか。',
      answer: 'コレクションの言語を ja にして再インデックスしてください。辞書はパッケージに含まれています。',
    },
  },
};
