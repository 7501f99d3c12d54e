"""Names and job titles that the invented people are drawn from. Any likeness to real people is chance."""

FIRST_NAMES = """
    Aaliyah Abel Ada Adrian Aiko Alba Alina Amara Amit Ana Anders Anika Anton Aparna Arjun Astrid Ayla Beatriz
    Ben Bilal Bruno Camila Carla Carlos Chandra Chen Chiara Clara Cyrus Dagny Dalia Daniel Deepa Diego Dina Diya
    Duarte Eamon Edith Elena Elif Elio Emeka Emil Erik Esther Eva Farah Felix Femi Fiona Florian Freya Gabriel
    Gita Grace Greta Gustav Hana Hannah Harish Hugo Ibrahim Ida Ines Ingrid Isaac Isha Ivan Jamal Jana Jasper
    Jia Joana Jonas Josefine Julian Kamal Karim Katrin Kenji Kiran Lars Laura Leila Leon Lin Linnea Lucas Luis
    Lydia Mads Malik Mara Marek Margit Mateo Matilde Mei Mila Mina Miriam Mohan Nadia Naomi Neel Nia Nicolas
    Nils Nina Noel Nora Odile Olga Oliver Otto Paula Pavel Petra Pooja Rafael Rahul Rania Ravi Rebecca Rhea
    Rohan Rosa Ruben Ruth Sadia Samir Sana Sara Selma Shreya Silvia Simon Sofia Stefan Sunita Tara Teresa Theo
    Thomas Tiago Tomas Ulla Uma Vera Victor Vikram Wanda Wei Xin Yara Yasmin Yuki Yusuf Zara Zoe
""".split()

LAST_NAMES = """
    Abbott Acharya Adeyemi Albers Almeida Amari Andersen Anand Arnold Baptista Barros Bauer Becker Bhatt Bianchi
    Blake Bose Brennan Caldwell Campos Cardoso Carvalho Castell Chan Chandran Chaudhary Chua Clarke Coelho Costa
    Dahl Das Desai Dietz Doyle Duarte Ebert Eze Farias Fernandes Ferreira Fitzgerald Fonseca Foster Franke
    Gallagher Garg Goh Gomes Graf Gupta Haas Hansen Hartley Heng Henriksen Hoffmann Holm Hughes Iyer Jansen
    Joshi Kapoor Kaur Keller Khan Khoo Klein Koh Kowalski Krishnan Kruger Kumar Lang Lau Lehmann Lim Lopes
    Lorenz Machado Mehta Menon Mensah Meyer Mishra Moreau Morgan Moura Mukherjee Murphy Nagel Nair Naidu Neves
    Ng Nguyen Nowak Obi Oliveira Ong Osei Otieno Palmer Pande Patel Pereira Peters Pillai Pinto Quinn Rao Reddy
    Reis Richter Rocha Rossi Roy Sahin Salgado Sato Schmitt Schreiber Seidel Sen Shah Sharma Silva Singh Soares
    Sousa Stone Tan Tavares Teo Thorne Toh Tran Ueda Varga Vasquez Verma Vogel Wagner Walsh Weber Weiss Winter
    Wong Yadav Yeo Zhang Ziegler
""".split()

#: Per department the titles of levels 1 to 6; 7 is the chief executive's alone.
TITLES = {
    "Technology": (
        "Software associate", "Software engineer", "Senior engineer", "Engineering manager", "Director of engineering",
        "Chief technology officer",
    ),
    "Marketing": (
        "Social media associate", "Content specialist", "Senior brand specialist", "Marketing manager",
        "Director of brand", "Chief marketing officer",
    ),
    "Finance": (
        "Finance assistant", "Accountant", "Senior controller", "Finance manager", "Director of controlling",
        "Chief financial officer",
    ),
    "Operations": (
        "Logistics assistant", "Planner", "Senior planner", "Plant manager", "Director of supply chain",
        "Chief operating officer",
    ),
    "Sales": (
        "Sales associate", "Account executive", "Senior account executive", "Regional sales manager",
        "Director of sales", "Chief commercial officer",
    ),
    "People": (
        "People associate", "People partner", "Senior people partner", "Learning manager", "Director of people",
        "Chief people officer",
    ),
    "Research": (
        "Lab associate", "Scientist", "Senior scientist", "Research manager", "Director of research",
        "Chief scientist",
    ),
    "Customer care": (
        "Care associate", "Care specialist", "Senior care specialist", "Care manager", "Director of customer care",
        "Chief customer officer",
    ),
}  # fmt: skip

#: City, country, IANA zone.
PLACES = (
    ("Berlin", "Germany", "Europe/Berlin"),
    ("London", "United Kingdom", "Europe/London"),
    ("Lisbon", "Portugal", "Europe/Lisbon"),
    ("Bengaluru", "India", "Asia/Kolkata"),
    ("Chicago", "United States", "America/Chicago"),
    ("Singapore", "Singapore", "Asia/Singapore"),
)
