"""Names that are common where the lists of ``lexicon.py`` have few: Africa, the Gulf, Asia, Wales, Ireland.

Written by hand, folded. What is a word as well is left out by the lexicon.
"""

GIVEN = frozenset(
    """
    abdulrahman abdulaziz abdulla abdelrahman abdirahman abdikadir abdullahi abubakar adaeze adeola adebola aderonke
    adwoa afia akosua akua amarachi aminata anjali ansah anwar arjun ashok ayanda ayesha ayodele babajide
    babatunde balaji bandile bhavna bilal bongani boniface bukola bwalya caoimhe caoilfhionn chiamaka chibuzo chidi
    chidinma chiedza chinedu chinonso chioma chukwudi chukwuemeka cian ciara clodagh dafydd damilola deepika
    dhruv diarmuid dineo djibril ebele ebere efua eilidh eimear ekene emeka emre eoin ezinne fadwa faisal farai
    farhan farida fatou fatoumata fiachra folake funmilayo gethin ghada gugu gurpreet gwenllian habiba hadiza hafsa
    haitham hamad hamdan hamza harpreet hassan hemalatha hiroko hessa huda hussein ibrahima ifeanyi ifeoma ikechukwu
    imani ioan iorwerth isatou jaspreet jelani jyoti kabelo kagiso kamau karthik kaveh kavita kelechi khadija
    khalifa khaled khanyisile kiprop kipchoge kofi kojo kudzai kwabena kwadwo kwaku kwame kwasi lakshmi lalitha
    latifa lerato lindiwe llewelyn lungile lwazi madhuri maher mahlet mairead mamadou manpreet mansour maryam
    masego meera meenakshi mehmet mfon mohamud moses mpho mthunzi muhammadu musa mustafa mwangi naledi nandini
    ndidi ngozi niamh nilufer njeri nkechi nkosazana nokuthula nomsa nomvula nonhlanhla nosipho noura nthabiseng
    nyambura nyasha obinna oisin olabisi olamide olufemi olumide oluwaseun oluwatobi onyeka oriol osama palesa
    padraig pooja prakash prasad priyanka qasim radhika rahul rajesh rajiv ramesh rania rashid rekha
    rhiannon ronit roisin ruairi sadhbh safiya saira salma samira sandeep sanjay saoirse sarita seun shabnam
    shailesh shaima shanthi sharifa sibusiso sindisiwe siobhan sinead sipho siti sizwe sunil sunita suresh swati
    tadesse tafadzwa tamati tane tariq temitope tendai thabo thandi thandiwe themba tinashe titilayo tolulope
    tshepo tunde uchenna umar usha vijay vikram vusi wairimu wambui wanjiku wanjiru xolani yasmin yetunde
    yewande yonas yousef yusra zainab zanele zinhle zodwa zuberi
    xiaoming xiaohong xiaoli xiuying guoqiang jianguo jianhua weiming meiling zhiqiang yuxuan haoran zihan minjun
    jihoon seojun jiwoo hyunwoo youngsoo minseo yeonhee thuy hoa huong quang phuong nhung tuan trinh ngoc
    somchai somsak siriporn nattapong putri dewi wahyu nurul aisyah izzati faizal azlan maricel jejomar
    """.split()
)
"""Given names."""

SURNAMES = frozenset(
    """
    abara acheampong achieng addo adebayo adeleke adewale adeyemi agyeman akintola amoah anyanwu appiah asante
    atieno awolowo babangida balogun banda biko boateng buthelezi chikwanha chukwu dlamini diallo diop
    dube ekwueme eze fofana gachanja gebremariam gumede hlongwane ibekwe igwe kabiru kamara keita khumalo
    kiplagat kimani kipkemboi koroma kruger mabaso mahlangu makena mahmood maluleke masondo mbatha mbeki mensah
    mkhize mokoena molefe moyo mthembu mugisha musyoka mutasa mwale naidoo ncube ndlovu ngcobo ngubane nkosi
    nkrumah nwosu nxumalo nyambura ochieng odhiambo ogunleye okafor okeke okonkwo olawale omondi onyango
    osei otieno owusu phiri sibanda sithole sesay tembo toure traore tshabalala uwais wanjala wekesa zondo
    zulu zungu
    alharbi alotaibi alqahtani alghamdi alzahrani almutairi alshehri alrashidi aldosari alenezi otaibi qahtani
    ghamdi zahrani mutairi shehri rashidi dosari enezi mansoori hashimi maktoum nahyan balushi habsi kindi
    suwaidi marri kuwari thani najjar haddad khoury
    agarwal acharya ahluwalia banerjee bhattacharya chakraborty chatterjee chaudhary chaudhry choudhury deshmukh
    deshpande dhillon gopalan goswami iyengar jayawardena krishnamurthy krishnan kulkarni mukherjee nair narayanan
    perera pillai raghavan rajapaksa ramaswamy rathod reddy sengupta shrestha srinivasan subramaniam subramanian
    tamang venkatesan venkataraman wickramasinghe yadav
    llewellyn llewelyn prydderch gruffydd gallagher oconaill osuilleabhain mactavish mctavish
    tuilagi faleolo taufa fifita tupou parata ngata
    watanabe kobayashi yamamoto nakamura matsumoto fujimoto
    """.split()
)
"""Surnames."""
