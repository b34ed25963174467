//! No row, dialect or error without a line.

use crate::lines::cases;
use crate::script::Case;
use msnp::Dialect;
use msnp::codes::ERRORS;
use msnp::explain::rows;

/// The row of §5 its title names.
fn number(case: &Case) -> Option<u8> {
    case.title.split(' ').next()?.parse().ok()
}

#[test]
fn every_line_is_described_by_the_row_it_names() {
    let cases = cases();
    let described = cases.iter().flat_map(|case| {
        let rows = case.dialects.iter().filter_map(|&dialect| case.explained(dialect).row);
        rows.map(move |row| (case, row.number))
    });
    let wrong: Vec<_> = described
        .filter(|(case, row)| number(case) != Some(*row))
        .map(|(case, row)| format!("{} ({}): {row}", case.place, case.title))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_row_has_a_line_in_each_of_its_dialects() {
    let cases = cases();
    let has_line = |number: u8, direction, dialect: Dialect| {
        cases.iter().any(|case| {
            let spoken = case.dialects.iter().find(|known| known.is_none_or(|known| known == dialect));
            let row =
                spoken.filter(|_| case.direction == direction).and_then(|&spoken| case.explained(spoken).row);
            row.is_some_and(|row| row.number == number)
        })
    };
    let dialects = rows().flat_map(|row| row.dialects().map(move |dialect| (row, Dialect(dialect))));
    let missing = dialects.filter(|(row, dialect)| !has_line(row.number, row.direction, *dialect));
    let missing: Vec<_> = missing
        .map(|(row, dialect)| format!("{} {} {dialect:?} {:?}", row.number, row.verb, row.direction))
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_form_of_a_row_has_a_line() {
    let cases = cases();
    let described =
        cases.iter().flat_map(|case| case.dialects.iter().filter_map(|&dialect| case.explained(dialect).row));
    let described: Vec<_> = described.collect();
    let missing: Vec<_> =
        rows().filter(|row| !described.contains(row)).map(|row| format!("{row:?}")).collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_error_has_a_line() {
    let cases = cases();
    for (code, words) in ERRORS {
        let start = format!("{code} ");
        let has_line = cases.iter().any(|case| case.frame.starts_with(start.as_bytes()));
        assert!(has_line, "{code} {words}");
    }
}
