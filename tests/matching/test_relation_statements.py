"""Figures, times, shares and changes as statements: what makes two claims another figure, the contrary, or neither."""

import pytest

from tracker.matching.features import features
from tracker.matching.relation import relation
from tracker.models import SAME_CLAIM, ClaimKind, RelationKind

REVISED = (
    # the figure given instead of another, in one year; another month before what one claim adds
    (
        "The cull cost the taxpayer £16.8 million in 2023.",
        "The cull cost the taxpayer £18.6 million in 2023, not £16.8 million as we reported.",
    ),
    (
        "Single-use vapes will be banned from 1 June.",
        "Single-use vapes will be banned from 1 October, the minister said.",
    ),
    # a level told as a bound
    ("The solar farm cost £600 million.", "The solar farm cost no more than £400 million."),
    # small counts of one noun whose clauses share much
    (
        "There were 10 ferries that lost an anchor in heavy seas off the northern cape in 2023.",
        "Anchors were lost by five ferries in heavy seas, down from 12 a year before.",
    ),
    # two levels that one measure reached, and one figure of two years
    ("Profit before tax fell to £41 million.", "Profit before tax rose to £56 million."),
    ("The share of tenants in debt rose to 12.4 per cent.", "The share of tenants in debt fell to 9.7 per cent."),
    ("The survival rate for trees dropped to 43.8%.", "The survival rate of trees rose to 44.4 per cent."),
    ("Pleasure boats paid for 48,000 moorings in 2018.", "About 50,000 moorings were paid for by boats in 2019."),
    # rounding has to show itself, and reaches some per cent
    ("About 10,000 wardens joined the service.", "14,900 wardens joined the service."),
    ("The pier cost £1 million.", "The pier cost £1.4 million."),
    ("Two million people crossed the bridge.", "1.5 million people crossed the bridge."),
    ("Eight million people crossed the bridge.", "7.8 million people crossed the bridge."),
    ("About 20 per cent of ferries were late.", "15 per cent of ferries were late."),
    ("There were under 20 stabbings in the town.", "There were 20 stabbings in the town."),
    ("Only 15% of tenants voted.", "Far more than 15% of tenants voted."),
    ("There will be almost 8,000 new beds.", "There will be more than 8,000 new beds."),
    # figures that change places
    ("The show had 40 trained guards and 12 dogs.", "The show had 12 trained guards and 40 dogs."),
    ("Rents rose 10% in Leeds and 20% in Hull.", "Rents rose 20% in Leeds and 10% in Hull."),
    ("Rents rose 10% in Leeds and 20% in Hull.", "Rents rose 10% in Hull and 20% in Leeds."),
    ("Burglary fell by 10 per cent and robbery by 4.", "Burglary fell by 4 per cent and robbery by 10."),
    ("Of 300 complaints, 45 were upheld.", "Of 45 complaints, 300 were upheld."),
    ("62% of residents were content, with 63 replies.", "63% of residents were content, with 65 replies."),
    # the level now of a sum that is told with the one before
    ("The cost of the pier is £188m.", "The cost of the pier is £203m, up from £188m."),
    ("Fares rose to £3.", "Fares stand at £4, up from £3 last year."),
    # what it is for
    ("The carers are paid £300 a week.", "The carers are paid £300 a day."),
    ("The levy costs £90 per household.", "The levy costs £90 per person."),
    ("Fares rose by 5 per cent a year.", "Fares rose by 5 per cent a month."),
    ("The taxi charges £2 per kilometre.", "The taxi charges £2 per mile."),
    # times
    ("The mill closed in May.", "The mill closed in March."),
    ("The mill may close in May.", "The mill may close in March."),
    ("The mill closed in January 2019.", "The mill closed in June 2019."),
    ("The mill closed on 31 December 2024.", "The mill closed on 31 January 2024."),
    ("The council meets on Monday to vote.", "The council meets on Friday to vote."),
    ("The ferry leaves at 11am from the quay.", "The ferry leaves at 11pm from the quay."),
    ("The mayor resigned last month over the quay.", "The mayor resigned last year over the quay."),
    ("The harbour was sold before 2012.", "The harbour was sold in 2012."),
    # one measure in other words
    (
        "There were 7,350 boats registered in the county as of March.",
        "The number of registered boats has fallen to 6,518.",
    ),
    (
        "An estimated 4.3 million pupils were waiting for a place at the end of May.",
        "There are 4.6 million pupils on the waiting list for places.",
    ),
    (
        "The Government set aside £144 million for flood walls after the storm.",
        "This is despite a £143m government grant for flood walls.",
    ),
    ("There were 400 ferries in the port, compared with 380 last year.", "There were 380 ferries in the port."),
    ("The total number of pilots who hold a licence was 6,651.", "There are 6,518 licensed pilots in the ports."),
    # the figure that another is given instead of is not what a claim says
    ("The school has 620 pupils.", "The school has 640 pupils, not 620."),
    ("The council spent £3m on bins.", "We spent £4m on bins rather than £3m."),
    ("The number of bus routes has fallen from 84 to 37 in a year.", "41 routes were running last year, not 37."),
    ("Rents went up 30% over five years.", "Rents went up 24% over five years."),
    ("Rents went up 30% over the last 10 years.", "Rents went up 24% in a decade."),
    ("Rents went up 6% over 12 months.", "Rents went up 4%."),
    # a series told in other words
    ("Pupil numbers in the borough rose to 41,200 in 2023.", "There were 39,850 pupils in the borough in 2019."),
    ("Average rent in the city is £1,340 a month.", "The average rent in the city was £1,210 a month last spring."),
    ("Sewage was released for 3.6 million hours in 2023.", "Sewage was released for 1.8 million hours in 2022."),
    (
        "A total of 1,624 people were killed on British roads in 2023.",
        "In 2013 the number of people killed on British roads was 1,713.",
    ),
    ("The reservoir stands at 71% of its capacity.", "The reservoir stood at 64% of its capacity in June."),
    (
        "The number of buses in service fell from 4,100 in 2019 to 3,600 in 2024.",
        "The number of buses in service stood at 3,800 in 2021.",
    ),
    (
        "Unemployment in the north east was 5.9% in the three months to May.",
        "Unemployment in the north east was 5.4% in the three months to February.",
    ),
    ("About 470,000 eviction notices were issued last year.", "About 430,000 eviction notices were issued in 2022."),
    ("Ridership on the line was 52,000 a day in April.", "Ridership on the line was 47,000 a day in January."),
    ("The school had 1,120 pupils on its roll in September.", "The school has 1,045 pupils on its roll."),
    ("The scheme was to cost £1.2bn.", "The scheme has cost £1.7bn."),
    (
        "62% of drivers said they did not want lower speed limits in villages.",
        "55% of drivers did not want lower speed limits in villages, the new survey says.",
    ),
    (
        "71% of customers do not want water bills to go up.",
        "In 2020, 66% of customers did not want water bills to go up.",
    ),
    # each of two figures told respectively is of one thing
    ("Crime in Leeds and Hull rose by 4 and 7 per cent respectively.", "Crime in Hull rose by 4 per cent."),
    ("Rents in York and Bath are £900 and £1,200 a month respectively.", "Rents in York are £1,200 a month."),
    ("Rents in York and Bath are £900 and £1,200 a month respectively.", "Rents in Bath are £1,100 a month."),
    ("Boys and girls made up 52% and 48% of pupils respectively.", "Girls made up 52% of pupils."),
    ("Boys and girls made up 52% and 48% of pupils respectively.", "Girls made up 46% of pupils in 2010."),
)

REVERSED = (
    # harm and harmlessness
    ("Wild boar are harmless.", "Wild boar are dangerous."),
    # none and some, and what is denied of a time before a year
    ("No playing field will be sold, the board said.", "Some playing fields will be sold, the board said."),
    ("Norvent will not raise its heating prices before 2031.", "Norvent will raise its heating prices in 2029."),
    ("A toll would bring fares down, she said.", "A toll would push fares up, he said."),
    ("Visits to museums have dropped by a third.", "Museum visits have risen by 5 per cent."),
    # a negation reaches through asides
    ("We are not, whatever the papers say, planning a toll.", "We are planning a toll."),
    ("The board is not (so far as we know) selling the mill.", "The board is selling the mill."),
    # contraries
    ("There were nine fatal crashes on the coast road.", "There were nine non-fatal crashes on the coast road."),
    ("The guards carry lethal weapons on the pier.", "The guards carry non-lethal weapons on the pier."),
    ("There is little evidence that the toll works.", "There is strong evidence that the toll works."),
    ("The council abandoned the plan for a toll.", "The council adopted the plan for a toll."),
    ("The trust hit its target for operations.", "The trust missed its target for operations."),
    ("The minister praised the ferry crews.", "The minister attacked the ferry crews."),
    ("The court upheld the ban on lorries.", "The court overturned the ban on lorries."),
    # one thing that moved opposite ways, whatever else is said
    ("Waiting lists have grown under this board.", "The board has cut waiting lists in half since it took over."),
    (
        "Figures show a 12 per cent rise in burglary across the county.",
        "The commissioner has reduced burglary, her office claimed in a leaflet to all homes.",
    ),
    ("Rents have fallen since the new board came in, the mayor said.", "It is wrong to say that rents have fallen."),
    # one quality of one thing, one part of all, one person's refusal
    ("Night buses would not be routine.", "Night buses will be routine."),
    ("Home visits would not be compulsory.", "Compulsory home visits are to begin in May."),
    ("Most tenants oppose the toll.", "Most tenants support the toll."),
    ("A majority of tenants do not back the toll.", "A majority of tenants back the toll."),
    ("The mayor refused to close the pool.", "The mayor closed the pool."),
    ("The minister refused to pay the fine.", "The minister paid the fine on Monday."),
)

ONE = (
    # what is against the law is banned
    ("The sale of vapes will be banned from 1 June.", "From 1 June the sale of vapes will be against the law."),
    # a date by which and in which, shares told roughly in words, a range and its two ends
    ("The tunnel to Ambleford will be finished in 2033.", "The tunnel to Ambleford would be completed by 2033."),
    ("Almost a third of seats are now sold online.", "Online sales now account for 31 per cent of seats."),
    ("Some 76.2 per cent of pilots passed the test.", "Just over three quarters of pilots passed the test."),
    ("The average tram journey took 52 minutes.", "Tram journeys took an average of 52 minutes."),
    ("54.2 per cent of trains ran on time.", "Just over half of trains ran on time."),
    ("The fleet has shrunk from 900 ferries to 240.", "There are 240 ferries in the fleet, down from 900."),
    ("A second pier at Ambleford would bring 60,000 jobs.", "The new pier would create 60,000 jobs."),
    ("Deaths caused by smoke fell by 13%.", "New stoves cut deaths from smoke by 13 per cent."),
    # a negation stops at a joined clause
    (
        "The council is not considering a toll and the barrier would only be used in storms.",
        "The barrier would only be used in storms.",
    ),
    ("The minister denied the claims.", "The claims were denied by the minister."),
    ("The council decided against buying the ferry.", "The council decided not to buy the ferry."),
    ("The board declined to fund the pier.", "The board did not fund the pier."),
    ("Neither the council nor the board backed the toll.", "The council did not back the toll."),
    ("A third back the toll but two thirds oppose it.", "Two thirds do not support the toll."),
    ("The tunnel cost £39.6m in Ambleford.", "The tunnel cost £40m in Ambleford."),
    ("A third of tenants voted.", "34 per cent of tenants voted."),
    # two telling figures alike
    (
        "We are spending £4.2m a year on supported buses, up from £3.9m in 2022.",
        "The council spends £4.2 million a year on supported services, compared with £3.9 million two years ago.",
    ),
    (
        "The trust lost £3.4m last year after a loss of £2.1m in 2021.",
        "It made a loss of £3.4 million, compared with £2.1 million.",
    ),
    # a share for it and the rest against it
    ("A third support the toll.", "Two thirds do not support the toll."),
    ("Most tenants oppose the toll.", "Most tenants do not support the toll."),
    # most, and a share of more than half
    ("A majority of tenants do not back the toll.", "Two thirds of tenants don't want the toll."),
    ("62 per cent of nurses support longer night shifts.", "Most nurses support longer night shifts."),
    # a round sum of one subject
    ("The trust is giving £5 million to hospices for night nurses.", "£5 million for hospices welcome"),
    # one change told alike, beside its contrary
    (
        "Fly-tipping had fallen under the board, before the auditor found that fly-tipping had risen by 40 per cent.",
        "There was a 40 per cent rise in fly-tipping.",
    ),
    # what would be has a condition, told or not
    (
        "If built, the ferry berth would be a temporary shelter for the smallest boats.",
        "The ferry berth would be a temporary shelter for the smallest boats.",
    ),
    # a majority and its share, a sum, a condition on both sides
    (
        "A majority of residents back a 20mph limit, a survey found.",
        "Fifty-eight per cent of residents back a 20mph limit, the survey found.",
    ),
    (
        "Most parents would vaccinate their children again.",
        "Eighty-one per cent of parents said they would vaccinate their children again.",
    ),
    (
        "Most passengers are satisfied with the new trains.",
        "Seven in ten passengers are satisfied with the new trains.",
    ),
    ("The council will spend £40 million on cycle lanes.", "£40m is to go on cycle lanes, the council announced."),
    ("The trust needs £60 million for repairs to its hospitals.", "Repairs to the trust's hospitals need £60m."),
    (
        "If rents rise again, many families would have to leave the city.",
        "Many families could be forced out of the city if rents go up again.",
    ),
    (
        "The reservoir would run dry if there was no rain by August.",
        "Without rain by August the reservoir would run dry.",
    ),
)

NEITHER = (
    # another place, part of the country or kind of thing, whatever one claim adds
    ("TB was found in 410 herds in Dorset last year.", "In Cornwall 410 herds had TB last year."),
    ("Only 58 per cent of trains in the north ran on time.", "In the south 58 per cent of trains ran on time."),
    ("Children in Norbury wait seven months.", "Adults in Norbury wait 19 months, the board admits."),
    # the same round figure with nothing said of it alike but its noun and its unit
    ("A third of residents oppose the tourist tax.", "A third of those freed early are in prison, new figures show."),
    ("About 4.8 million homes in England are held on leases.", "About 4.8 million homes have no central heating."),
    ("The park would cover 1,900 square miles.", "Wolves need 1,900 square miles."),
    # a figure of something beside what else is said of one firm
    ("Hire firm Whizzle has 2,400 scooters in Port Selby.", "Hire firm Whizzle will leave Port Selby by Christmas."),
    # what is denied until a time, what is not cut, what is asked or alleged
    ("The pool was not closed until midnight.", "The pool was closed at 9pm."),
    ("Cattle with TB numbered 20,041.", "Culling badgers has not reduced TB in cattle."),
    ("No violent offenders will be freed early.", "He was asked whether violent offenders would be freed early."),
    ("A man was accused of flying a drone over the prison.", "The man denied flying a drone over the prison."),
    # years told respectively are each of one thing
    ("The mill and the dock closed in 1994 and 2003 respectively.", "The mill closed in 2003."),
    # one tells of a movement and of little else, the other of none
    ("Standards in the mill have been maintained.", "Standards in the mill have slipped."),
    # two claims that a reader sets against each other in no way
    ("The council is not considering routine charges for parking.", "A quarter of staff backed routine checks."),
    ("Burglary fell in Leeds last year.", "Robbery rose in Leeds last year."),
    ("Bus fares in Ambleford rose.", "Bus fares in Porton fell."),
    ("The toll fell in 2009.", "The toll rose in 2019."),
    (
        "A decrease of 300 boats was recorded in the harbour.",
        "There was an increase in the share of boats with radios in the harbour.",
    ),
    (
        "8 per cent of nurses want longer shifts.",
        "Another 20 per cent want longer shifts but only at weekends.",
    ),
    ("Of the 400 ferries, 93% had a radio.", "There were 400 ferries, a decrease of 30 on the year before."),
    ("The ex-mayor opened the pier on Sunday.", "The mayor opened the pier on Sunday."),
    ("The deputy chief constable opened the pier.", "The chief constable opened the pier."),
    ("Half of tenants do not want the toll.", "Tenants want the toll."),
    # "it" and "this number" may be anything, a place that one alone names another's
    ("This number was 4 in the year ending 31 March 2022.", "There were 18,395 ferry crossings in that year."),
    ("It is the highest number since records began.", "That is the lowest number since 2004."),
    ("They went down from 6,979 to 6,653.", "Crossings went down from 14,089 to 13,346."),
    ("The number of wardens has fallen to 6,518.", "The number of wardens in Porton has fallen to 6,200."),
    (
        "The council denied that it was planning routine patrols of the quay.",
        "The council is planning patrols of the quay.",
    ),
    # items of one survey
    ("93 per cent of drivers said they felt safe.", "4 per cent of drivers said they felt unwell."),
    (
        "Two thirds of teachers do not want longer days.",
        "However, the greatest support (42.5 per cent) was for longer days to be set for some teachers, not all.",
    ),
    # changes over stretches of time of other length
    ("The number of nurses fell by 40 per cent in ten years.", "The number of nurses fell by 6 per cent to 4,100."),
    ("Rents went up 30% over five years.", "Rents went up 4%."),
    # a quality denied of one thing and demanded of another
    ("Night buses would not be routine.", "The routine search of all passengers must come first."),
    ("Drug tests would not be automatic.", "The automatic testing of all drivers must follow."),
    ("The camera vans would not be permanent.", "The permanent use of cameras must be next."),
    ("Stadium searches would not be routine.", "The league expected a rise in support for routine searching."),
    # what a part of all thinks, and what somebody else demands or thinks
    ("A majority do not back compulsory voting.", "Compulsory voting must be next."),
    ("Most nurses do not want night shifts.", "Nurses must work night shifts."),
    ("A majority of doctors oppose the strike.", "The doctors' strike must go ahead."),
    ("Many farmers do not support the badger cull.", "The badger cull must go on."),
    ("Some tenants oppose the toll.", "Some tenants support the toll."),
    # a rule for all, and who refused
    ("Wearing a mask is voluntary.", "Fear led dental nurses to refuse to wear masks."),
    ("In Wales, all ferry pilots carry radios.", "Anger led ferry pilots to refuse to carry radios."),
    ("Teachers must mark exams.", "Two teachers at the school refused to mark exams."),
    ("Paying the toll is optional.", "Three lorry drivers refused to pay the toll."),
    ("The number of wardens fell by 1,000 in five years.", "The number of ferries fell by a fifth in five years."),
    # a round figure of two things
    ("9.4 million people were on the housing lists.", "They wait for 9.4 million repairs on the housing lists."),
    # a part of a sum, and a sum that somebody else speaks of
    (
        "As part of a £30 million plan for ports, £12.5 million went on cranes for the harbours.",
        "The £30 million plan for ports will pay for cranes in the harbours.",
    ),
    ("I would have liked every penny of the £5m to go to hospices.", "£5 million for hospices welcome"),
    # that something moved, by how much, and something else that did
    (
        "The number of lifeboat crews has fallen for the third year in a row.",
        "The number of lifeboat crews has fallen by a tenth.",
    ),
    ("The number of bus drivers in the county has fallen.", "The number of bus journeys in the county has fallen."),
    ("Moped theft had fallen.", "It was referring to moped theft."),
    ("The number of licensed pilots in the county fell last year.", "There were 6,518 licensed pilots in the county."),
    # what is denied on one side, and not spoken of on the other
    (
        "The figures do not include the rise in ferry crews planned for next year.",
        "The number of ferry crews has fallen.",
    ),
    ("A majority of tenants do not back routine searches.", "Searches would not be routine."),
    # another thing, other people, another place
    ("The average rent in the city is £1,340 a month.", "The average wage in the city is £2,210 a month."),
    ("41,200 pupils attend schools in the borough.", "3,900 pupils in the borough have a free school meal."),
    ("31% of trains arrived late.", "36% of trains were cancelled."),
    ("Pupil numbers rose by 4 per cent in Kent.", "Pupil numbers rose by 7 per cent in Surrey."),
    (
        "62 per cent of parents support free school meals for all.",
        "48 per cent of teachers support free school meals for all.",
    ),
    ("The company paid £25m in fines.", "The company paid £61m in dividends."),
    (
        "1,624 people were killed on British roads in 2023.",
        "27,450 people were seriously injured on British roads in 2023.",
    ),
    ("The line carried 52,000 passengers a day.", "The line cost £52m a mile."),
    ("The waiting list for council homes stood at 14,300 in March.", "In March 2,450 council homes stood empty."),
    ("The reservoir stands at 71% of its capacity.", "The river stands at 64% of its usual flow."),
    ("Measles cases rose to 2,911 in England.", "Mumps cases rose to 3,105 in England."),
    (
        "The under-fives' vaccination rate in London was 73%.",
        "The under-fives' vaccination rate in the north east was 90%.",
    ),
    ("There were 140 complaints about noise and 230 about litter.", "There were 310 complaints about parking."),
    (
        "Most tenants want a cap on rents, according to the poll.",
        "The poll found that 34% of tenants want a cap on rents.",
    ),
    ("A majority of residents back a 20mph limit.", "Fifty-eight per cent of drivers oppose a 20mph limit."),
    (
        "Most passengers are satisfied with the new trains.",
        "Most passengers pay with a phone, and 62% buy their tickets online.",
    ),
    ("A majority of teachers oppose free meals for all.", "Sixty-six per cent of parents back free meals for all."),
    ("Most of the leaks are in the old pipes.", "72% of the pipes have been replaced."),
    ("The council will spend £40 million on cycle lanes.", "The council has debts of £40 million."),
    ("The rail company was fined £7 million over the crash.", "The rail company made a profit of £7 million."),
    (
        "The government has set aside £3.2 billion for new reservoirs.",
        "The government lost £3.2 billion on the sale of the bank.",
    ),
    (
        "The minister announced £5 million for bus lanes in Hull.",
        "The minister announced £5 million for libraries in Hull.",
    ),
    ("The trust needs £60 million for repairs.", "The trust has spent £60 million on agency nurses."),
    ("If rents rise again, many families would have to leave the city.", "Many families have left the city."),
    ("Bus routes would close if the subsidy ended.", "The bus routes have closed."),
    ("Children could fall ill if vaccination rates drop further.", "Children fell ill as vaccination rates dropped."),
    ("If the limit were cut to 20mph, lives would be saved.", "The limit was cut to 20mph and lives were saved."),
    ("The reservoir would run dry if there was no rain.", "The reservoir has run dry."),
    ("62% of drivers did not want lower speed limits.", "55% of drivers did not want higher parking charges."),
    (
        "Forty per cent of parents do not want free school meals.",
        "47 per cent of teachers do not want free school meals.",
    ),
    ("A third of tenants do not trust their landlord.", "41% of tenants do not have a written contract."),
    ("The council will freeze rents next year.", "The council will freeze parking charges next year."),
    ("The mayor of Leeds will not raise fares.", "The mayor of Hull will raise fares."),
    ("Rents fell in the north last year.", "Rents rose in the south last year."),
    ("The vaccine is safe for babies.", "The vaccine is not safe for pregnant women."),
    ("The union opposes the closure of ticket offices.", "The union supports the closure of two depots."),
    ("Sewage spills in Devon fell by 12 per cent.", "Sewage spills in Kent fell by 12 per cent."),
    ("Train fares rose by 4.6 per cent.", "Bus fares rose by 4.6 per cent."),
    ("Labour would not cap rents.", "Labour would cap the price of bus tickets."),
    (
        "The company denied that it had dumped sewage in the Wye.",
        "The company said it had dumped sewage in the Severn.",
    ),
    ("Teachers back free meals for all pupils.", "Parents do not back free meals for all pupils."),
    ("If the cap is lifted, rents will rise.", "Rents will rise."),
    (
        "Nobody was hurt when the train left the rails at Selby.",
        "Four people were hurt when the train left the rails at Penrith.",
    ),
    ("Most landlords own one home.", "Most tenants rent one room."),
    ("The 2019 plan cut bus routes in Kent.", "The 2024 plan did not cut bus routes in Kent."),
    ("Nurses at the hospital voted to strike.", "Porters at the hospital voted not to strike."),
    ("The number of new homes fell by 9 per cent.", "The number of empty homes rose by 9 per cent."),
    ("MPs voted for the bill on rents.", "Peers voted against the bill on rents."),
    ("The reservoir at Thirlmere is full.", "The reservoir at Haweswater is not full."),
    ("Cases of measles rose in the West Midlands.", "Cases of whooping cough fell in the West Midlands."),
    (
        "School meals are paid for by the government in Scotland.",
        "School meals are not paid for by the government in England.",
    ),
    ("Ms Okoro said the line was late.", "Mr Finch said the line was not late."),
    ("Water bills will rise by £31 a year in Wales.", "Water bills will rise by £31 a year in Yorkshire."),
    ("The council spent £4m on cycle lanes.", "The council spent £4m on bus shelters."),
    ("45 per cent of rail staff are over fifty.", "45 per cent of bus drivers are over fifty."),
    ("The bill would ban no-fault evictions.", "The bill would not ban rent rises."),
    ("Deaths on rural roads fell by a third.", "Injuries on rural roads rose by a third."),
    ("The trial of free travel was a success in Bath.", "The trial of free travel was a failure in Derby."),
    (
        "The university will not take part in the trial of the vaccine.",
        "The university will take part in the trial of the drug.",
    ),
    ("Homeowners support the new reservoir.", "Farmers oppose the new reservoir."),
    ("The trial showed that the drug works in adults.", "The trial did not show that the drug works in children."),
    ("Salmon stocks rose in Scotland.", "Herring stocks fell in Scotland."),
    ("The court ruled that the tax was lawful.", "The court ruled that the fee was unlawful."),
)

QUOTED_BY_BOTH = (
    ("the camera would be used only in “rare emergencies”", "the vans might film a street in “rare emergencies”", True),
    ("the cuts would ‘leave some hard choices’", "saving the pool had meant that “hard choices” remained", True),
    # the words are a small part of another quotation, or no words of weight
    (
        "the camera would be used only in “rare emergencies”",
        "the plan was “a modest trial of one van on one street in rare emergencies”",
        False,
    ),
    ("the camera would be used “at once”", "the pool had to close “at once”", False),
    # of two things
    ("the limit was “a tax on ordinary motorists”", "the parking charge was “a tax on ordinary motorists”", False),
)


def kind_of(a: str, b: str) -> RelationKind:
    one, other = relation(features(a), features(b)), relation(features(b), features(a))
    assert one.kind is other.kind
    return one.kind


@pytest.mark.parametrize(("a", "b"), REVISED)
def test_another_value_of_one_measure_is_revised(a: str, b: str) -> None:
    assert kind_of(a, b) is RelationKind.REVISED


@pytest.mark.parametrize(("a", "b"), REVERSED)
def test_the_contrary_of_one_proposition_is_reversed(a: str, b: str) -> None:
    assert kind_of(a, b) is RelationKind.REVERSED


@pytest.mark.parametrize(("a", "b"), ONE)
def test_one_statement_in_other_words_is_one_claim(a: str, b: str) -> None:
    assert kind_of(a, b) in SAME_CLAIM


@pytest.mark.parametrize(("a", "b"), NEITHER)
def test_what_only_looks_opposed_accuses_nobody(a: str, b: str) -> None:
    assert kind_of(a, b) in (RelationKind.NONE, RelationKind.RELATED)


@pytest.mark.parametrize(("a", "b", "joined"), QUOTED_BY_BOTH)
def test_words_that_two_reports_of_one_speaker_quote_join_them(a: str, b: str, joined: bool) -> None:
    of_one = [features(text, kind=ClaimKind.MIXED, speaker="Ada Fern") for text in (a, b)]
    assert (relation(*of_one).kind in SAME_CLAIM) is joined
    of_two = [features(text, kind=ClaimKind.MIXED, speaker=name) for text, name in ((a, "Ada Fern"), (b, "Jo Holt"))]
    assert relation(*of_two).kind not in SAME_CLAIM


@pytest.mark.parametrize(
    ("text", "part"), [("Most of the wards are full.", "most"), ("It is the most since records began.", "")]
)
def test_the_most_is_a_record_and_no_part_of_all(text: str, part: str) -> None:
    assert features(text).part == part


@pytest.mark.parametrize("time", ["At 12:45", "At 12.45pm", "At 3 o’clock", "At 16:05 GMT"])
def test_a_time_of_day_is_no_count_of_things(time: str) -> None:
    found = relation(features(f"{time} wardens carried out a search"), features("Wardens carried out 20 searches"))
    assert found.kind not in (RelationKind.REVISED, RelationKind.REVERSED)


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        (("I was wrong about the pier.", "Ada Fern"), ("I was wrong about the pier.", "Jo Holt"), False),
        (("We were wrong about the pier.", "Ada Fern"), ("I was wrong about the pier.", "Jo Holt"), False),
        (("I was wrong about the pier.", "Ada Fern"), ("I was wrong about the pier.", "Fern"), True),
        (("I was wrong about the pier.", "Ada Fern"), ("I was wrong about the pier.", None), True),
        (("We shall not close the pier.", "Ada Fern"), ("We shall not close the pier.", "Jo Holt"), True),
    ],
)
def test_what_two_people_say_of_themselves_is_not_one_claim(
    a: tuple[str, str | None], b: tuple[str, str | None], one: bool
) -> None:
    found = relation(*(features(text, speaker=speaker) for text, speaker in (a, b)))
    assert (found.kind in SAME_CLAIM) is one
