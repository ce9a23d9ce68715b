//! Going from chart to chart, and from What's left to the chart that is meant.

use super::{at_records, status, values, visit};
use crate::desk::{press, text, write};
use onsite::domain::survey::answers::AnswerValue;
use onsite::domain::survey::verdicts;

/// How many rows the chosen chart can be answered at.
fn rows(app: &onsite::tui::app::App) -> usize {
    values(app).len()
}

#[test]
fn after_a_finished_chart_the_next_one_begins_at_its_first_row_to_do() {
    let mut app = at_records();
    for _ in 0..rows(&app) {
        press(&mut app, "m");
    }
    assert!(values(&app).iter().all(Option::is_some), "R01 is finished");
    press(&mut app, ".");
    assert!(values(&app).iter().all(Option::is_none), "R02 is not begun");
    assert_eq!(app.desk.walk.row, 0);
    press(&mut app, "m m m n");
    let met = Some(AnswerValue::Met);
    let not_met = Some(AnswerValue::NotMet);
    assert_eq!(values(&app)[..4], [met, met, met, not_met]);
}

#[test]
fn from_an_unfinished_chart_one_goes_on_in_the_same_row() {
    let mut app = at_records();
    press(&mut app, "m .");
    assert_eq!(app.desk.walk.row, 1, "{}", status(&app));
}

#[test]
fn a_line_of_whats_left_leads_to_the_site_and_the_chart_where_it_is_to_do() {
    let mut app = at_records();
    // Every chart of the first site is finished; what is left is at the other one.
    let charts = {
        let survey = app.desk.survey.as_ref().unwrap();
        let element = app.desk.walk.rows(survey.pack())[0];
        let sources = app.desk.walk.choices(visit(&app)).len();
        assert!(element.checks.record.is_some() && sources > 1);
        sources
    };
    for _ in 0..charts {
        for _ in 0..rows(&app) {
            if values(&app)[app.desk.walk.row].is_none() {
                press(&mut app, "m");
            }
        }
        press(&mut app, ".");
    }
    press(&mut app, "Esc Esc Esc 8 /");
    write(&mut app, "3.5.1");
    press(&mut app, "Enter");
    assert!(
        text(&app, 120, 40).contains("> To do 3.5.1 Records"),
        "{}",
        text(&app, 120, 40)
    );
    press(&mut app, "Enter");
    let survey = app.desk.survey.as_ref().unwrap();
    let (walk, pack, visit) = (&app.desk.walk, survey.pack(), visit(&app));
    let (standard, element) = (walk.standard(pack).unwrap(), walk.element(pack).unwrap());
    let site = walk.site(visit).unwrap();
    let here = verdicts::check_at(visit, pack, standard, element, walk.method, site);
    assert!(here.open > 0, "{site:?} {:?}", walk.method);
    assert_eq!(visit.answer(&walk.cell(visit, element)), None);
}
