"""Words reordered so that another does it to another; and passives and rewordings that say the same."""

import pytest

from tracker.text.agents import exchanged

REORDERED = (
    ("The report was rejected by the board.", "The board was rejected by the report."),
    # one does it to the other
    ("The dog bit the postman.", "The postman bit the dog."),
    ("The nurses accused the managers.", "The managers accused the nurses."),
    ("Rebels attacked the garrison at dawn.", "The garrison attacked rebels at dawn."),
    ("The tenants sued the landlord.", "The landlord sued the tenants."),
    ("Carlow beat Athy in the final.", "Athy beat Carlow in the final."),
    ("The senator defeated the governor.", "The governor defeated the senator."),
    ("The bank owes the farmers two million euros.", "The farmers owe the bank two million euros."),
    ("The company must pay the miners.", "The miners must pay the company."),
    ("The union betrayed the teachers, he said.", "The teachers betrayed the union, he said."),
    ("Drought causes migration.", "Migration causes drought."),
    ("Poverty leads to crime.", "Crime leads to poverty."),
    ("The general replaced the colonel.", "The colonel replaced the general."),
    ("The coach punched the referee after the match.", "The referee punched the coach after the match."),
    ("The minister told the judge of the plan.", "The judge told the minister of the plan."),
    ("Norway invited Finland to the talks.", "Finland invited Norway to the talks."),
    ("The insurer blamed the builder for the fire.", "The builder blamed the insurer for the fire."),
    ("The widow forgave the driver.", "The driver forgave the widow."),
    ("A cyclist hit a pedestrian on the bridge.", "A pedestrian hit a cyclist on the bridge."),
    ("The lorry overtook the bus before the crash.", "The bus overtook the lorry before the crash."),
    ("The church supports the museum with its funds.", "The museum supports the church with its funds."),
    ("Protesters injured police officers.", "Police officers injured protesters."),
    ("The council thanked the volunteers.", "The volunteers thanked the council."),
    ("The president has criticised the court.", "The court has criticised the president."),
    ("The parents will question the headteacher.", "The headteacher will question the parents."),
    ("Sharks rarely threaten swimmers.", "Swimmers rarely threaten sharks."),
    ("The regulator did not mislead the airline.", "The airline did not mislead the regulator."),
    ("Wolves killed forty sheep dogs.", "Sheep dogs killed forty wolves."),
    ("The publisher cheated the author.", "The author cheated the publisher."),
    ("The mayor appointed the treasurer.", "The treasurer appointed the mayor."),
    ("Immigrants employ locals, the study found.", "Locals employ immigrants, the study found."),
    ("The army disarmed the militia last week.", "Last week the militia disarmed the army."),
    ("On Friday the pilot warned the tower.", "The tower warned the pilot on Friday."),
    ("He deceived her.", "She deceived him."),
    ("They outnumber us.", "We outnumber them."),
    ("The prosecutor says the clerk bribed the guard.", "The prosecutor says the guard bribed the clerk."),
    ("The Greens overtook the Liberals.", "The Liberals overtook the Greens."),
    ("The hospital sued the drug company.", "The drug company sued the hospital."),
    ("The fox chased the hounds.", "The hounds chased the fox."),
    ("Exports now exceed imports.", "Imports now exceed exports."),
    ("Women outlive men.", "Men outlive women."),
    # passives that say another
    ("The dog chased the postman.", "The dog was chased by the postman."),
    ("The nurses accused the managers.", "The nurses were accused by the managers."),
    ("Rebels attacked the garrison.", "Rebels were attacked by the garrison."),
    ("The tenants were sued by the landlord.", "The landlord was sued by the tenants."),
    ("The senator was defeated by the governor.", "The governor was defeated by the senator."),
    ("The pupil was hit by the teacher.", "The teacher was hit by the pupil."),
    ("The union has been betrayed by the teachers.", "The teachers have been betrayed by the union."),
    ("The coach was seriously hurt by the referee.", "The referee was seriously hurt by the coach."),
    ("The widow was deceived by the driver.", "The widow deceived the driver."),
    ("The regulator was misled by the airline.", "The regulator misled the airline."),
    ("Carlow were beaten by Athy.", "Athy were beaten by Carlow."),
    ("The insurer was blamed by the builder.", "The insurer blamed the builder."),
    ("The clerk got robbed by the guard.", "The guard got robbed by the clerk."),
    ("The police attacked the protesters.", "The police were attacked."),
    ("The union sued the college.", "The union was sued."),
    ("The soldier shot a civilian.", "The soldier was shot."),
    ("The firm poisoned the villagers.", "The firm was poisoned."),
    # nouns of deeds
    ("An attack by rebels on soldiers was reported.", "An attack by soldiers on rebels was reported."),
    ("The invasion of Lydia by Persia was swift.", "The invasion of Persia by Lydia was swift."),
    ("The takeover of Orwell by Harwich failed.", "The takeover of Harwich by Orwell failed."),
    ("The arrest of the editor by the sheriff", "The arrest of the sheriff by the editor"),
    ("Complaints by tenants against landlords rose.", "Complaints by landlords against tenants rose."),
    ("Violence by prisoners against staff doubled.", "Violence by staff against prisoners doubled."),
    ("Criticism of bishops by monks grew.", "Criticism of monks by bishops grew."),
    # more here than there
    ("There is more crime in Dover than in Deal.", "There is more crime in Deal than in Dover."),
    ("Dover has more crime than Deal.", "Deal has more crime than Dover."),
    ("Rents are higher in Cork than in Galway.", "Rents are higher in Galway than in Cork."),
    ("Trains are safer than cars.", "Cars are safer than trains."),
    ("Girls read better than boys.", "Boys read better than girls."),
    ("The north grew faster than the south.", "The south grew faster than the north."),
    ("Wind is cheaper than coal in Denmark.", "Coal is cheaper than wind in Denmark."),
    ("Fewer jobs were lost in Essex than in Kent.", "Fewer jobs were lost in Kent than in Essex."),
    ("Nurses earn less than drivers.", "Drivers earn less than nurses."),
    ("The bypass cost more than the tunnel.", "The tunnel cost more than the bypass."),
    ("Ministers trust lobbyists more than scientists.", "Ministers trust scientists more than lobbyists."),
    # from here to there
    ("Jobs moved from Leeds to Hull.", "Jobs moved from Hull to Leeds."),
    ("The vote swung from Labour to the Liberals.", "The vote swung from the Liberals to Labour."),
    ("Money flows from pensioners to students.", "Money flows from students to pensioners."),
    ("The lease passed from the abbey to the crown.", "The lease passed from the crown to the abbey."),
    ("The council gave the land to the college.", "The college gave the land to the council."),
    ("The museum sold the painting to the duke.", "The duke sold the painting to the museum."),
    ("Austria ceded the valley to Italy.", "Italy ceded the valley to Austria."),
    ("The union sent a letter to the minister.", "The minister sent a letter to the union."),
    ("We should replace coal with gas.", "We should replace gas with coal."),
    ("The ship sailed from Malta to Cyprus.", "The ship sailed from Cyprus to Malta."),
    ("The charity borrowed money from the church.", "The church borrowed money from the charity."),
    ("The school bought a field from the farm.", "The farm bought a field from the school."),
    # what is said of each
    ("Arson rose and fraud fell.", "Fraud rose and arson fell."),
    ("Knife crime rose while gun crime fell.", "Gun crime rose while knife crime fell."),
    ("Exports grew but imports shrank.", "Imports grew but exports shrank."),
    ("Prices fell and wages rose last year.", "Wages fell and prices rose last year."),
    (
        "The lords approved the bill and the commons rejected it.",
        "The commons approved the bill and the lords rejected it.",
    ),
    ("Villages gained and towns lost.", "Towns gained and villages lost."),
    # what came of what
    ("The strike ended because of the deal.", "The deal ended because of the strike."),
    ("The flood followed the landslide.", "The landslide followed the flood."),
    ("The bank collapsed after the broker failed.", "The broker collapsed after the bank failed."),
    ("The fire started the panic.", "The panic started the fire."),
    ("Inflation drives wages.", "Wages drive inflation."),
    ("Rain in Wales flooded farms in Shropshire.", "Rain in Shropshire flooded farms in Wales."),
    (
        "The sister of the king married the brother of the duke.",
        "The sister of the duke married the brother of the king.",
    ),
    ("The lawyer for the bank rebuked the clerk.", "The clerk for the bank rebuked the lawyer."),
)

SAME = (
    # passives
    ("The dog bit the postman.", "The postman was bitten by the dog."),
    ("The nurses accused the managers.", "The managers were accused by the nurses."),
    ("Rebels attacked the garrison at dawn.", "The garrison was attacked by rebels at dawn."),
    ("Rebels attacked the garrison at dawn.", "At dawn the garrison was attacked by rebels."),
    ("The landlord has sued the tenants.", "The tenants have been sued by the landlord."),
    ("Athy beat Carlow in the final.", "Carlow were beaten by Athy in the final."),
    ("The governor defeated the senator.", "The senator was defeated by the governor."),
    ("The airline did not mislead the regulator.", "The regulator was not misled by the airline."),
    ("The council will close the library.", "The library will be closed by the council."),
    ("The council will close the library.", "The library will be closed."),
    ("The council is closing the library.", "The library is being closed by the council."),
    ("Wolves killed forty sheep.", "Forty sheep were killed by wolves."),
    ("The mayor appointed the treasurer.", "The treasurer was appointed by the mayor."),
    ("The army disarmed the militia last week.", "Last week the militia was disarmed by the army."),
    ("A cyclist hit a pedestrian on the bridge.", "A pedestrian was hit by a cyclist on the bridge."),
    ("A cyclist hit a pedestrian on the bridge.", "On the bridge, a pedestrian was hit by a cyclist."),
    ("Police arrested a man in Leeds on Monday.", "A man was arrested by police in Leeds on Monday."),
    ("Police arrested a man in Leeds on Monday.", "A man was arrested in Leeds on Monday."),
    ("The museum sold the painting to the duke.", "The painting was sold to the duke by the museum."),
    ("The court has criticised the president.", "The president has been criticised by the court."),
    ("Scientists at Durham developed the vaccine.", "The vaccine was developed by scientists at Durham."),
    ("The firm poisoned the villagers.", "The villagers were poisoned."),
    ("He deceived her.", "She was deceived by him."),
    ("Persia invaded Lydia.", "The invasion of Lydia by Persia"),
    ("Rebels attacked soldiers.", "The attack on soldiers by rebels"),
    ("Tenants complained about the damp.", "The damp was complained about by tenants."),
    ("Volunteers seriously hurt the referee.", "The referee was seriously hurt by volunteers."),
    ("A spokesman for the bank denied the rumour.", "The rumour was denied by a spokesman for the bank."),
    ("Prime minister Ada Fern opened the bridge.", "The bridge was opened by prime minister Ada Fern."),
    ("The report criticised the school and the college.", "The school and the college were criticised by the report."),
    # what moved without another doing it
    ("On Monday police in Leeds arrested a man.", "Police in Leeds arrested a man on Monday."),
    ("Crime rose in Leeds last year.", "Last year crime in Leeds rose."),
    ("Crime rose in Leeds.", "Leeds crime rose."),
    ("After the storm the ferry sank.", "The ferry sank after the storm."),
    ("If the talks fail, nurses will strike.", "Nurses will strike if the talks fail."),
    (
        "The clerk resigned after the union attacked the mayor.",
        "After the union attacked the mayor, the clerk resigned.",
    ),
    ("Arson rose and fraud fell.", "Fraud fell and arson rose."),
    ("Knife crime rose while gun crime fell.", "Gun crime fell while knife crime rose."),
    ("Farms in Wales and Kent flooded.", "Farms in Kent and Wales flooded."),
    ("Nurses, teachers and drivers will strike.", "Drivers, teachers and nurses will strike."),
    ("The budget covers roads, schools and parks.", "The budget covers parks, schools and roads."),
    ("From Leeds to Hull the line is closed.", "The line is closed from Leeds to Hull."),
    ("Knife crime is the biggest problem.", "The biggest problem is knife crime."),
    ("Paris is the capital of France.", "The capital of France is Paris."),
    ("In Dover there is more crime than in Deal.", "There is more crime in Dover than in Deal."),
    ("Dover has more crime than Deal.", "More crime is found in Dover than in Deal."),
    ("Yesterday the treasurer quietly resigned.", "The treasurer resigned quietly yesterday."),
    ("The council gave the college the land.", "The council gave the land to the college."),
    ("To the college the council gave the land.", "The council gave the land to the college."),
    ("The mayor's critics attacked the plan.", "Critics of the mayor attacked the plan."),
    # who says it
    ("Fern said the police attacked the protesters.", "The police attacked the protesters, said Fern."),
    ("Fern said the police attacked the protesters.", "The police attacked the protesters, Fern said."),
    ("“Fares will rise,” said the minister.", "The minister said fares will rise."),
    ("According to the survey, rents doubled.", "Rents doubled, according to the survey."),
    ("The report shows that floods damaged farms.", "Floods damaged farms, the report shows."),
    # both do it
    ("The union met the mayor.", "The mayor met the union."),
    ("The union met with the mayor.", "The mayor met with the union."),
    ("Lydia borders Persia.", "Persia borders Lydia."),
    ("The bank merged with the insurer.", "The insurer merged with the bank."),
    ("Fern debated Reed on Tuesday.", "Reed debated Fern on Tuesday."),
)

ENOUGH_REORDERED = 0.95


def test_words_reordered_so_that_another_does_it_are_told_apart() -> None:
    missed = [pair for pair in REORDERED if exchanged(*pair) is None or exchanged(*reversed(pair)) is None]
    assert len(missed) <= (1 - ENOUGH_REORDERED) * len(REORDERED), missed


@pytest.mark.parametrize(("a", "b"), SAME)
def test_a_passive_or_a_word_that_moved_exchanges_nothing(a: str, b: str) -> None:
    assert exchanged(a, b) is None
    assert exchanged(b, a) is None


@pytest.mark.parametrize("text", [pair[0] for pair in (*REORDERED, *SAME)])
def test_a_statement_exchanges_nothing_with_itself(text: str) -> None:
    assert exchanged(text, text) is None
