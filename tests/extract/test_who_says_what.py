"""Whole sentences as papers, minutes and releases print them, with every claim a careful reader takes from them."""

from __future__ import annotations

import pytest

from tracker.extract import extract
from tracker.models import ClaimKind

Said = tuple[str | None, str]
"""Who says it (``None`` where nobody is named, or it is the document's own) and the words."""

SAYS: list[tuple[str, list[Said]]] = [
    # a report that closes its clause, with when and to whom, and a participle behind it
    (
        "Bus fares in Thurle rose by 6% in the year to May, the transport board said on Tuesday, outpacing pay.",
        [("transport board", "Bus fares in Thurle rose by 6% in the year to May")],
    ),
    (
        "Ferries will stop at nine, the operator told passengers on Monday, prompting an outcry.",
        [("operator", "Ferries will stop at nine")],
    ),
    (
        "Eel stocks have halved since 2011, scientists warned yesterday, adding that a ban may be needed.",
        [("scientists", "Eel stocks have halved since 2011"), ("scientists", "a ban may be needed")],
    ),
    (
        "The cost of the line has risen to £9m, the board confirmed on Monday.",
        [("board", "The cost of the line has risen to £9m")],
    ),
    (
        "THURLE — Thefts fell by 12 per cent, Inspector Ann Pole told the board.",
        [("Ann Pole", "Thefts fell by 12 per cent")],
    ),
    # who speaks stands behind the cue, which a comma sets off; but not where the name before it has an aside
    ("Otters eat eels, said ecologist Dr Ama Boateng.", [("Ama Boateng", "Otters eat eels")]),
    ("Masks work, said nurse Ann Pole.", [("Ann Pole", "Masks work")]),
    ("The lock is shut, warned the board.", [("board", "The lock is shut")]),
    ("Mr Pole, who left Thurle, said the lock was shut.", [("Pole", "the lock was shut")]),
    ("The clerk, sent to Thurle, told the board of the plan.", []),
    # who is told or hears something says nothing; who told it stands behind "by", or nowhere
    (
        "Weir tolls will rise by 4 per cent from May, boat owners were told on Friday, after the bank warned of debts.",
        [(None, "Weir tolls will rise by 4 per cent from May")],
    ),
    ("Weir tolls to rise again, council told", [(None, "Weir tolls to rise again")]),
    ("The lock had been unsafe for years, the inquest heard.", [(None, "The lock had been unsafe for years")]),
    ("The inquest has heard that the lock-keeper was alone.", [(None, "the lock-keeper was alone")]),
    ("Some 30 barges were holed, it has been confirmed.", [(None, "Some 30 barges were holed")]),
    (
        "Queues have doubled, a committee of MPs has been told by the head of the trust, Ama Boateng.",
        [("Ama Boateng", "Queues have doubled")],
    ),
    ("Sea wall is sound, engineers insist", [("engineers", "Sea wall is sound")]),
    # a cue that closes one report and is followed by another
    (
        "Eels are back in the Thurle, she said, noting that otters were too.",
        [(None, "Eels are back in the Thurle"), (None, "otters were too")],
    ),
    (
        "Ann Pole admitted that the pump was old but disputed that it had ever leaked.",
        [("Ann Pole", "the pump was old"), ("Ann Pole", "it had ever leaked")],
    ),
    (
        "Eels have gone from the Thurle, a think tank has calculated.",
        [("think tank", "Eels have gone from the Thurle")],
    ),
    ("Half of potters pay late, survey finds", [(None, "Half of potters pay late")]),
    (
        "The union claims that mould killed 41 bakers and says masks are on order.",
        [("union", "mould killed 41 bakers"), ("union", "masks are on order")],
    ),
    (
        "Len Dale says the levy could create 600 jobs, a number the Weir Trust describes as “absurd”.",
        [("Len Dale", "the levy could create 600 jobs"), ("Weir Trust", "as “absurd”")],
    ),
    ("The levy was described as “sheer theft” by the angler Ann Pole.", [("Ann Pole", "sheer theft")]),
    ("The levy has been branded “sheer theft” by the anglers’ union.", [("anglers’ union", "sheer theft")]),
    # what is asked or forbidden is said by nobody
    ("Does she accept that the weir may leak? She nods.", []),
    ("Did the board say that the weir leaked?", []),
    ("Don’t tell me my kiln was cold", []),
    ("That is a fair point, and the board should hear it.", []),
    # a claim that somebody else made, and is turned down
    ("The bishop has rejected a claim by Len Dale that the roof was sold.", [("bishop", "the roof was sold")]),
    ("The board dismissed suggestions from the cooks that kitchens would close.", [("board", "kitchens would close")]),
    ("Ann Pole denied allegations that eels were poached.", [("Ann Pole", "eels were poached")]),
    (
        "Len Dale took the stand. Rejecting claims that the kiln was cracked, he said it had passed a test.",
        [("Len Dale", "the kiln was cracked"), ("Len Dale", "it had passed a test")],
    ),
    # who hears it, who has read it, and who said it
    ("Len Dale told Radio Thurle bakers were leaving.", [("Len Dale", "bakers were leaving")]),
    ("The kiln would cost £4m, according to minutes obtained by the Gazette.", [(None, "The kiln would cost £4m")]),
    ("Dale and Pole (2019) found that kilns crack at 900 degrees.", [("Dale and Pole", "kilns crack at 900 degrees")]),
    ("Sir, Your reader Mrs Pole claims that kilns are safe.", [("Pole", "kilns are safe")]),
    ("The plan was drawn up by the dean, who said that it would work.", [("dean", "it would work")]),
    (
        "The firm behind the kiln, Weirbank Ltd, said the bricks were sound.",
        [("Weirbank Ltd", "the bricks were sound")],
    ),
    ("The note, signed by both, says that the kiln is sound.", [(None, "the kiln is sound")]),
    ("Sinn Féin farming spokeswoman Aoife Dunne said the herd was safe.", [("Aoife Dunne", "the herd was safe")]),
    ("Independent TD Mattie Quill said the herd was safe.", [("Mattie Quill", "the herd was safe")]),
    (
        "Eva's mother, Robin Pike, said the kiln was open. “It was hot,” she added.",
        [("Robin Pike", "the kiln was open"), ("Robin Pike", "It was hot")],
    ),
    ("Prosecutor Dean Quill told the jury that the kiln was cold.", [("Dean Quill", "the kiln was cold")]),
    ("Among them was Ann Pole, a mother of three, who said the kiln was cold.", [("Ann Pole", "the kiln was cold")]),
    (
        "Separately, Hull-based Kiln Supplies, which has two sites, said it would close the second in May.",
        [("Kiln Supplies", "it would close the second in May")],
    ),
    ("Kilns were too hot, Thurle Crown Court told", [(None, "Kilns were too hot")]),
    # one person under another description, and the judge, who may be anybody
    (
        "Ann Pole, 82, said the kiln was cold.\n\n“It went out,” the 82-year-old said.",
        [("Ann Pole", "the kiln was cold"), ("Ann Pole", "It went out")],
    ),
    (
        "Ann Pole said the kiln was cold.\n\n“It went out,” the retired potter added.",
        [("Ann Pole", "the kiln was cold"), ("Ann Pole", "It went out")],
    ),
    (
        "Ann Pole said the kiln was cold.\n\n“It went out,” the judge added.",
        [("Ann Pole", "the kiln was cold"), ("judge", "It went out")],
    ),
    (
        "Gareth Pole said the kiln was cold. “I lit it,” the brickworks owner said.",
        [("Gareth Pole", "the kiln was cold"), ("Gareth Pole", "I lit it")],
    ),
    (
        "“It was cold,” said Ann Pole. The miller said it was hot.",
        [("Ann Pole", "It was cold"), ("miller", "it was hot")],
    ),
    (
        "Ann Pole gave evidence. Asked by the coroner whether it leaked, she replied: “It never did.”",
        [("Ann Pole", "It never did.")],
    ),
    ("In Cork, Minister for Fisheries Fergal Dunne said the herd was safe.", [("Fergal Dunne", "the herd was safe")]),
    ("MUMBAI: The union’s plan to march has drawn flak from millers.", []),
    ("Ann Pole said so on Tuesday, to 212 millers.", []),
    # each has its own words of a speech that runs over paragraphs
    (
        "Len Dale said: “It leaked.\n\n“It always did,” he added.",
        [("Len Dale", "It leaked."), ("Len Dale", "It always did")],
    ),
    # a noun in -s is no verb behind "that", and words without who did it are nobody's
    ("The guild’s claim that waits are falling was rejected by the dean.", [("dean", "waits are falling")]),
    ("praised the patience of the potters", []),
    ("The guild would like to be told about kilns by letter.", []),
    # words that are verbs of report and the head of a subject
    ("999 calls rose by 7 per cent last year.", [(None, "999 calls rose by 7 per cent last year.")]),
    ("Storm claims took 38 days to settle.", [(None, "Storm claims took 38 days to settle.")]),
    (
        "The mean response time to Grade 1 calls was 8 minutes 51 seconds.",
        [(None, "The mean response time to Grade 1 calls was 8 minutes 51 seconds.")],
    ),
    ("Kiln plan ‘a recipe for ruin’", []),
    ("The number of eels has declined since 2009.", [(None, "The number of eels has declined since 2009.")]),
    ("Len Dale repeated the claim on the radio.", []),
    # what others say of somebody
    (
        "The number of pilots asked to rest rose by 14 per cent.",
        [(None, "The number of pilots asked to rest rose by 14 per cent.")],
    ),
    ("A driver accused of failing to stop at a crossing in Thurle has been cleared.", []),
    ("The builder alleged to have dumped asbestos in a field was fined.", []),
    ("A councillor said to have taken free flights was suspended last night.", []),
    # names with small words in capitals, and the noun that says what a body is
    (
        "The campaign group Clean Our Canals said it was “a sham”.",
        [("Clean Our Canals", "it was “a sham”")],
    ),
    ("Campaign group Just Fix Weirs said nine weirs leaked.", [("Just Fix Weirs", "nine weirs leaked")]),
    (
        "A spokesman for the Department for Levelling Up said the fund had closed.",
        [("spokesman for the Department for Levelling Up", "the fund had closed")],
    ),
    ("The retailer Marsh & Dale said sales had fallen.", [("Marsh & Dale", "sales had fallen")]),
    ("Train operator Fenline said 40 services would go.", [("Fenline", "40 services would go")]),
    # whose, what for, what rank
    ("The Liberal Democrats’ Ed Marsh said the pool would shut.", [("Ed Marsh", "the pool would shut")]),
    ("Teachers’ leader Mick Doyle said pay had fallen.", [("Mick Doyle", "pay had fallen")]),
    ("PC Dan Rowe, 34, told the hearing that he had looked in twice.", [("Dan Rowe", "he had looked in twice")]),
    ("Shopkeeper Oto Lund said trade had gone.", [("Oto Lund", "trade had gone")]),
    ("“Nobody can rule it out,” said its safety lead, Oren Dacey.", [("Oren Dacey", "Nobody can rule it out")]),
    ("Overtime had ballooned, said budget chief Ned Farr.", [("Ned Farr", "Overtime had ballooned")]),
    (
        "The Hull Greens never liked it: in 2019 their then leader, Mark Rowse, called it “a bribe”.",
        [("Mark Rowse", "it “a bribe”")],
    ),
    (
        "Present: Councillors P. Oda, S. Lane and T. Ray. Cllr Lane said paths were icy. She said two had fallen.",
        [("S. Lane", "paths were icy"), ("S. Lane", "two had fallen")],
    ),
    ("“We forced it through,” said Sian Parry MS. The Tories opposed it.", [("Sian Parry", "We forced it through")]),
    ("Residents’ group Dock Watch said the tram was late.", [("Dock Watch", "the tram was late")]),
    (
        "Len Dale, who claimed in 2019 that it would cost £2,400, now says the true figure was £240.",
        [("Len Dale", "it would cost £2,400"), ("Len Dale", "the true figure was £240")],
    ),
    ("Ann Lowe repeated her claim that it would cost £2,400.", [("Ann Lowe", "it would cost £2,400")]),
    # a source with a relative clause
    ("A nurse who did not want to be named said wards were unsafe.", [("nurse", "wards were unsafe")]),
    (
        "A trooper who asked not to be named because he is not allowed to speak said morale was low.",
        [("trooper", "morale was low")],
    ),
    # who the sentence before is about
    (
        "The dean, Ruth Alder, spoke: “It was right.”\n\nHer successor, Bill Yarrow, was less sure. “I doubt it.”",
        [("Ruth Alder", "It was right."), ("Bill Yarrow", "I doubt it.")],
    ),
    (
        "Operator Fenline disputes this. It says 3 million people took the train and insists that it is “full”.",
        [("Fenline", "3 million people took the train"), ("Fenline", "it is “full”")],
    ),
    (
        "Mr Webb’s sister, Joanne, said Marcus Webb was “let down”. “Nobody has said sorry,” she said.",
        [("Marcus Webb’s sister", "Marcus Webb was “let down”"), ("Marcus Webb’s sister", "Nobody has said sorry")],
    ),
    # where reported words end
    (
        "Tolland has said he would veto it, but on Tuesday he struck a softer tone: “I am willing to talk.”",
        [("Tolland", "he would veto it"), ("Tolland", "I am willing to talk.")],
    ),
    ("Mr Rowse now says he was mistaken.", [("Rowse", "he was mistaken")]),
    (
        "Ferry Watch warned that 90 sailings were lost in April, and its head, Dame Orla Keen, said trade had “gone”.",
        [("Ferry Watch", "90 sailings were lost in April"), ("Orla Keen", "trade had “gone”")],
    ),
    ("The lawyer for the man’s family, Terrin Ba, said the sheriff lied.", [("Terrin Ba", "the sheriff lied")]),
    ("Otto Lind, a judge, said: “Who will staff it?”", [("Otto Lind", "Who will staff it?")]),
    ("Ann Reed, the high court judge, said: “It is late.”", [("Ann Reed", "It is late.")]),
    ("Costs, critics now reckon, had trebled.", [("critics", "Costs, critics now reckon, had trebled")]),
    ("Ms Orr, accused of lying, said it was false.", [("Orr", "it was false")]),
    ("Council accused of “cover-up” over bins.", [(None, "“cover-up” over bins")]),
    ("Ann Dale wrote that “no causal claim can be made”.", [("Ann Dale", "no causal claim can be made")]),
    (
        "Will Hark spoke of costs.\n\n"
        "Commissioner Thea Crewe, who had urged him to act, said it was wrong. She said cuts would follow.",
        [
            ("Thea Crewe", "it was wrong"),
            ("Thea Crewe", "cuts would follow"),
        ],
    ),
    (
        "Chief Constable Will Hark met the mayor.\n\nNobody spoke for a day. Then it rained.\n\n"
        "The chief constable said it was over.",
        [("Will Hark", "it was over")],
    ),
    ("It was welcomed by the group Gunwatch UK, which said there was no need.", [("Gunwatch UK", "there was no need")]),
    ("The board disputed that figure, saying it counted boats twice.", [("board", "it counted boats twice")]),
    # a report that closes its clause, with more behind it
    (
        "Tolls will rise, the roads board said on Tuesday, the third rise in a year.",
        [("roads board", "Tolls will rise")],
    ),
    (
        "The quay has reopened, the Ports Secretary announced today (4 May).",
        [("Ports Secretary", "The quay has reopened")],
    ),
    ("The lake is safe, minister Ann Lowe informed the Assembly on Monday.", [("Ann Lowe", "The lake is safe")]),
    # what opens it
    (
        "As the geologist Ann Lowe pointed out in Monday’s paper, half of the wells are dry.",
        [("Ann Lowe", "half of the wells are dry")],
    ),
    ("Not so, says Ann Lowe: the lake is safe.", [("Ann Lowe", "the lake is safe")]),
    ("He came. Lowe always maintained that eels, not nets, had gone.", [("Lowe", "eels, not nets, had gone")]),
    (
        "Labour has said that ferries were cut, while the Greens claim trade is at a peak.",
        [("Labour", "ferries were cut"), ("Greens", "trade is at a peak")],
    ),
    ("Ann Lowe said it was “mad”; Orr had it framed.", [("Ann Lowe", "it was “mad”")]),
    (
        "Boss Rachel Dunn said the firm would thrive, adding: “It is not for sale.”",
        [("Rachel Dunn", "the firm would thrive"), ("Rachel Dunn", "It is not for sale.")],
    ),
    (
        "The Mint said that coins had reached 62% of towns; the target is 85%.",
        [("Mint", "coins had reached 62% of towns")],
    ),
    # who is brought to speak
    ("The leak led Ann Lowe to admit that dams had failed.", [("Ann Lowe", "dams had failed")]),
    ("That did not stop the Greens’ Bo Orr from tweeting: “We won.”", [("Bo Orr", "We won.")]),
    ("Clerks have walked out at the wage set by the pay board, calling it “a joke”.", [("Clerks", "it “a joke”")]),
    # who a source is
    ("Dad-of-two Ken Ives said trade had gone.", [("Ken Ives", "trade had gone")]),
    ("Minister for Ports Dougal Mac Rae said nets were old.", [("Dougal Mac Rae", "nets were old")]),
    ("Opposition harbours spokesman Ken Orr hit back, saying Labor had failed.", [("Ken Orr", "Labor had failed")]),
    ("Activist Perran Dow of Save for Later wrote: “We won.”", [("Perran Dow", "We won.")]),
    ("“It failed,” Rep. Bob Orr Jr., R-Ohio, told the Sun.", [("Bob Orr Jr", "It failed")]),
    ("The Auditor-General, Lyn Peart, found that costs had doubled.", [("Lyn Peart", "costs had doubled")]),
    ("Grocer Fenmile said sales had dipped.", [("Fenmile", "sales had dipped")]),
    ("The dockers’ union, Quayside, claims that 40 quays shut.", [("Quayside", "40 quays shut")]),
    ("The Greens’ claim that eels are safe was mocked.", [("Greens", "eels are safe")]),
    ("Orr, the Ports Minister, left. Rain fell. The Ports Minister said so, oddly, twice.", []),
    (
        "A spokesman for bakers Doughco said ovens were safe.",
        [("spokesman for bakers Doughco", "ovens were safe")],
    ),
    ("Lind & Moy’s Karim Dale thinks half of the farms will merge.", [("Karim Dale", "half of the farms will merge")]),
    ("Mum-of-two Lena Hatch, 41, stormed: “He comes home hungry.”", [("Lena Hatch", "He comes home hungry.")]),
    (
        "A person familiar with its thinking said talks had taken place.",
        [("person familiar with its thinking", "talks had taken place")],
    ),
    ("The Quay Board has closed a dock, it said in a note.", [("Quay Board", "The Quay Board has closed a dock")]),
    # whom a word that points back means
    (
        "Fares rose, said Ferry Voice, a watchdog. Its own survey found that nine in ten were late.",
        [("Ferry Voice", "Fares rose"), ("Ferry Voice", "nine in ten were late")],
    ),
    (
        "The Eel Board said it was late.\n\nThe Cod Institute disputes that. In a note it says eels have gone.",
        [("Eel Board", "it was late"), ("Cod Institute", "eels have gone")],
    ),
    (
        "Cllr Beth Ard wrote it. Her rival, Cllr Gaye Osk, was cross. She said it was false.",
        [("Gaye Osk", "it was false")],
    ),
    ("Asked why, the ports minister laughed. “It is late,” he said.", [("ports minister", "It is late")]),
    ("Asked if she was sorry, Ann Lowe paused. “Perhaps.”", [("Ann Lowe", "Perhaps.")]),
    ("Ann Lowe met Bob Orr. The latter said it was late.", [(None, "it was late")]),
    (
        "In the letter, seen by the Sun, Ann Lowe says eels are gone.\n\n“Act now,” the letter reads.",
        [("Ann Lowe", "eels are gone"), ("Ann Lowe", "Act now")],
    ),
    # what states nothing
    ("Two boats have been told to stop fishing.", []),
    ("We asked the Board for comment and will say if we hear.", []),
    ("Ferry fares: what ministers said, and when", []),
    ("The Herald’s Sam Ortiz spoke to the engineer who advises the port.", []),
    ("George Whitlow announced a levy on sugary drinks in 2016.", []),
    ("The Fares Forum has welcomed Sir Keith Lorne’s review of tickets.", []),
    ("The arts minister, Nick Gabb, never tires of saying so.", []),
    ("Her counterpart in Thurle, Tariq Lind, disagreed.", []),
    ("RESOLVED: That the report be noted and that a review be held.", []),
    ("Neither the council nor Fenline would say what the bill had been.", []),
]


@pytest.mark.parametrize(("text", "said"), SAYS)
def test_each_claim_has_the_words_and_the_speaker_a_reader_gives_it(text: str, said: list[Said]) -> None:
    found = [(claim.speaker, claim.text) for claim in extract(text).claims]
    assert found == said


def test_what_is_dismissed_as_something_is_asserted_to_be_that() -> None:
    (claim,) = extract("The board made an offer, which Ann Lowe dismissed as “an insult”.").claims
    assert (claim.text, claim.stance) == ("an insult", "asserts")


COLUMN = """Did the sugar tax work?
The Northern Post, 11 April 2019
Morag Lennick

Obesity has not moved in ten years. The Official Report says otherwise.

“Nobody ever claimed it would,” says Una Baird of the Food Forum. Do you believe her?
"""


def test_the_writer_named_above_a_column_does_not_speak_it_all() -> None:
    assert [(claim.speaker, claim.text) for claim in extract(COLUMN).claims] == [
        ("Una Baird", "Nobody ever claimed it would")
    ]


QUESTIONS = """Members present: Ann Lowe (Chair); Olu Banjoko; Geeta Mistry.

Q41 Chair: Is it too early to say?

Professor Dale: It is too early. Falls are down by 26%.

Q42 Geeta Mistry: You said in March that it would cost £9 million.

Professor Dale: We have revised it to £6 million.
"""


def test_the_number_of_a_question_shows_that_a_name_of_no_list_speaks() -> None:
    claims = extract(QUESTIONS).claims
    assert [claim.speaker for claim in claims if "£9 million" in claim.text] == ["Geeta Mistry"]
    assert all(claim.kind is ClaimKind.DIRECT for claim in claims)
