//! Names that are words, months or clinical abbreviations as well.

use crate::domain::privacy::identifiers::tokens::holds;

/// Says whether a name, small and without accents, is also something else.
pub(super) fn is_ordinary(name: &str) -> bool {
    name.chars().count() < 3 || holds(WORDS, name)
}

const WORDS: &str = "\
    amber angel april art ash august autumn back bag baker ball banks barber basil bass bay \
    beach bean bear bell berry best bill bird bishop black blood blue bond bone booth bowl brain \
    brook brown buck bud burns bush cane care carol case cash chance chart chase cherry church \
    clay coach colon constant cook craft crane cross crystal daily daisy dale dawn day dean deed \
    don dose early east english eve faith fern fever field fields flower forest foster fox frank \
    free french frost gale garden gene german ginger glass gold good grace grant gray green grey \
    guy hall hand hardy harmony hazel head heart heather herb high hill hip holiday holly honey \
    hood hope house iris iron ivy jack jade jewel joy july june justice kind king knight lake \
    lamb lance land lane lead lean leg lent level lily line little long lord loss lot love low \
    lung major march mark marsh may melody mercy miles min mini mint miss misty moody moon moss \
    munch nick noble noon norm north nurse olive pace page pain pale park parks pat patience \
    peace pearl penny pepper pierce pike pink plum pool poor poppy port post power price prince \
    rain ray read reading reed rice rich river rivers rob robin rock rod rook root rose ruby \
    rule rush rusty sage sale salt sample sandy scales seal self sell sharp shell short silver \
    sister skin sky small smart son song south spear speed spring star stark steel sterling \
    stern stone storm story strong sue summer summers sun sung sunny sweet swift tally teal \
    temple thorn tidy tower trainer tray true turner van vine violet walker wall ward waters way \
    weeks wells west white will winter wise wolf wood woods worth yen young";
