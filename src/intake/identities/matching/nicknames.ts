/** Short forms of given names. Each line is a group; a name may stand in several. */
const GROUPS = `
abigail abby gail
albert al bert
alexander alex aleksandr alexandre alejandro alessandro sascha sasha xander alec alexandr aleksander
alexandra alex sandra sasha
alfred al fred alf
amanda mandy
andrew andy drew andrej andrei andrey andre andreas andres
anthony tony anton antonio antoine
arthur art
barbara barb barbie
benjamin ben benny
bernard bernie bernhard
bradley brad
catherine kate cathy kathy katherine kathryn katie katarina catalina
charles charlie chuck carl karl carlos chas
christian chris
christine chris tina chrissy christina kristina
christopher chris christoph kristof topher christophe kris
daniel dan danny daniil daniele dani
david dave davey davide
deborah deb debbie
dennis denis den
dimitri dmitry dmitri dmitriy dima dimitrij
donald don donny
dorothy dot dottie
douglas doug
edward ed eddie ted ned eduard eduardo
elizabeth liz beth lisa betsy eliza elisabeth lizzie
eric erik
eugene gene evgeny yevgeny evgeniy zhenya
francis frank fran francois francesco francisco paco
frederick fred freddie frederik fritz friedrich frederic
gabriel gabe
geoffrey geoff jeff
george georg jorge giorgio
gerald jerry gerry
gerard gerry
gregory greg grigory gregor
guillermo memo
harold harry hal
henry hank harry henri heinrich hendrik henrik enrique
igor ihor
ignacio nacho
ivan vanya
jacob jake jakob jakub kuba
james jim jimmy jamie
janet jan
jeffrey jeff
jennifer jen jenny
jeremy jeremiah jerry
jessica jess jessie
john johnny jon jack johan johann johannes juan jean ivan jan hans
jonathan jon jonny nathan
jose pepe
joseph joe joey josef jose josep giuseppe
joshua josh
judith judy
julian jules julien
kenneth ken kenny
konstantin kostya constantin
laurence larry lawrence laurent lars lorenzo
leonard leo len lenny
louis lou luis ludwig luigi
magdalena magda
manuel manu
margaret maggie meg peg peggy marge greta rita
martin marty
matthew matt matthias mathias matthieu mateusz matteo mat
maximilian max maxim maxime
melissa mel
michael mike mick mikhail michel miguel mickey mihail misha michal mihai mikael
mitchell mitch
nathaniel nate nathan nat
nicholas nick nico nicolas nikolaus nikolay niklas nikola klaus nikolai
oliver ollie olivier
pamela pam
patricia pat patty tricia
patrick pat paddy
pavel paul pasha pablo paolo
peter pete pedro pierre petr piotr pyotr
philip phil phillip philippe philipp filip
rachel rach
raymond ray
rebecca becky becca
richard rich rick dick ricky ricardo
robert rob bob bobby robbie bert roberto
roderick rod
roland rolf
ronald ron ronnie
rudolph rudy rudi rudolf
russell russ
samantha sam
samuel sam sammy
sebastian seb basti sebastien
sergey sergei serge sergio serhiy
stanislav stas stan
stanley stan
stephanie steph stefanie
stephen steve steven stefan stephan steffen stephane esteban
susan sue susie suzanne
terence terry
theodore ted theo teddy
thomas tom tommy tomas tomasz
timothy tim timo
valentin val
victor vic viktor
vincent vince vinnie vincenzo
vladimir vlad volodya
vyacheslav slava
walter walt
wilhelm willi william
william bill will billy willy liam guillaume
wolfgang wolf
yuri yury yuriy iouri juri
zachary zach zack zac
zbigniew zbyszek
`;

/** No name of the table is longer. */
const LONGEST = 11;
const groupsOf = new Map<string, number[]>();
for (const [group, line] of GROUPS.trim().split('\n').entries()) {
  for (const name of line.split(' ')) groupsOf.set(name, [...(groupsOf.get(name) ?? []), group]);
}

/** Whether one given name is a short or national form of the other ("bob", "robert"). Both folded. */
export function isNickname(a: string, b: string): boolean {
  if (a.length > LONGEST || b.length > LONGEST) return false;
  const groups = groupsOf.get(a);
  return groups !== undefined && (groupsOf.get(b)?.some((group) => groups.includes(group)) ?? false);
}
