use super::reader::{DEEPEST, MOST_NODES};
use super::*;
use crate::explain::{Field, Spelling};
use crate::{Command, Deframer, Direction};
use std::fs;

/// Where the payload begins in its frame.
const AT: usize = 10;

fn explained(text: &str) -> Content {
    content(&Located::at(AT, text.as_bytes()))
}

fn trouble(content: &Content) -> Option<&str> {
    content.fields.iter().find_map(Field::first_trouble)
}

fn depth(fields: &[Field]) -> usize {
    fields.iter().map(|field| 1 + depth(&field.fields)).max().unwrap_or(0)
}

fn count(fields: &[Field]) -> usize {
    fields.iter().map(|field| 1 + count(&field.fields)).sum()
}

/// The field at the end of a path of names.
fn find<'f>(fields: &'f [Field], path: &str) -> &'f Field {
    let (name, rest) = path.split_once('/').unwrap_or((path, ""));
    let field =
        fields.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("{name} in {fields:?}"));
    if rest.is_empty() { field } else { find(&field.fields, rest) }
}

/// The bytes a field points at.
fn pointed<'t>(text: &'t str, field: &Field) -> &'t str {
    &text[field.span.start - AT..field.span.end - AT]
}

fn states(text: &str, expected: &[(&str, &str)]) {
    let content = explained(text);
    let facts: Vec<_> = content.facts.iter().map(|(word, value)| (*word, value.as_str())).collect();
    assert_eq!(facts, expected, "{text}");
    assert_eq!(trouble(&content), None, "{text}");
}

fn does(text: &str, expected: &str) {
    assert_eq!(explained(text).does.as_deref(), Some(expected), "{text}");
}

/// Reading stops with this trouble, and the bytes that were not read are these.
fn breaks(text: &str, why: &str, rest: &str) {
    let content = explained(text);
    let last = content.fields.last().expect("a field for the rest");
    assert_eq!((trouble(&content), pointed(text, last)), (Some(why), rest), "{text}");
}

#[test]
fn elements_attributes_and_texts_point_at_their_bytes() {
    let text = "\u{feff}<?xml version=\"1.0\"?> <a x='1' y = \"b&amp;c\"><d> e&#33; </d><f/><g>1<!-- h --><![CDATA[<2>]]></g></a>\0";
    let content = explained(text);
    for (path, value, bytes) in [
        ("a/x", "1", "1"),
        ("a/y", "b&c", "b&amp;c"),
        ("a/d", " e! ", " e&#33; "),
        ("a/f", "", "<f/>"),
        ("a/g", "", "<g>1<!-- h --><![CDATA[<2>]]></g>"),
        ("a/g/text", "1", "1"),
        ("a/g/comment", "<!-- h -->", "<!-- h -->"),
        ("declaration", "<?xml version=\"1.0\"?>", "<?xml version=\"1.0\"?>"),
    ] {
        let field = find(&content.fields, path);
        assert_eq!((field.value.as_str(), pointed(text, field)), (value, bytes), "{path}");
    }
    assert_eq!(find(&content.fields, "a/g").fields[2].value, "<2>");
    assert_eq!(find(&content.fields, "a/y").spelling, Some(Spelling::Entities));
    assert_eq!(find(&content.fields, "a/x").spelling, None);
    assert_eq!(trouble(&content), None);
}

#[test]
fn the_rendering_is_indented_and_bounded() {
    let text = "<Data><PSM>a&lt;b</PSM><CurrentMedia/><E id='{1}'><C>1:2</C>\r\n</E></Data>";
    let indented =
        "<Data>\n  <PSM>a&lt;b</PSM>\n  <CurrentMedia/>\n  <E id=\"{1}\">\n    <C>1:2</C>\n  </E>\n</Data>";
    assert_eq!(explained(text).renderings, [Rendering::Xml(indented.to_owned())]);
    let huge = format!("<a>{}</a>", "<b>some text</b>".repeat(900) + &"x".repeat(100_000));
    let Some(Rendering::Xml(shown)) = explained(&huge).renderings.pop() else { panic!("no rendering") };
    assert!(shown.len() < 70_000 && shown.ends_with('…'));
}

#[test]
fn lists_state_whom_they_name() {
    states(
        "<ml><d n=\"example.org\"><c n=\"bob\" l=\"3\" t=\"32\" f=\"Bob\"/></d></ml>",
        &[("person", "bob@example.org"), ("nick", "Bob"), ("lists", "forward, allow"), ("network", "Yahoo")],
    );
    states(
        "<ml><t><c n='tel:+15550100' l='3'/></t></ml>",
        &[("person", "tel:+15550100"), ("lists", "forward, allow")],
    );
    states("<ml><d n='a'><c n='x'/><c n='y'/></d><d n='b'><c n='z'/></d></ml>", &[("people", "3")]);
    states("<ml l='1'><d n='a'><c n='x' l='3' t='1'><s l='3' n='IM'/></c></d></ml>", &[("whole", "1")]);
    states("<ml></ml>", &[]);
    let listed = explained("<ml l='8'><d n='a'><c n='x' l='3' t='1'/></d></ml>");
    assert_eq!(find(&listed.fields, "ml/l").spoken(), "reverse");
    assert_eq!(find(&listed.fields, "ml/d/c/t").spoken(), "Windows Live");
}

#[test]
fn a_list_with_a_code_that_is_no_number_says_so() {
    let content = explained("<ml><d n='a'><c n='x' l='both'/></d></ml>");
    assert_eq!(trouble(&content), Some("not a number"));
    assert_eq!(content.fact("person"), Some("x@a"));
}

#[test]
fn details_state_what_somebody_says_of_themselves() {
    states(
        "<Data><PSM>gone\r\nfishing</PSM><CurrentMedia></CurrentMedia></Data>",
        &[("psm", "gone fishing")],
    );
    states(
        "<Data><PSM/><CurrentMedia>\\0Music\\01\\0{1} - {0}\\0Yesterday\\0The Beatles\\0</CurrentMedia></Data>",
        &[("media", "music “The Beatles - Yesterday”")],
    );
    states("<Data><PSM> </PSM></Data>", &[("cleared", "personal message")]);
    states(
        "<Data><EndpointData id='{1}'><Capabilities>2788999228:48</Capabilities></EndpointData></Data>",
        &[],
    );
    does("<Data><PSM></PSM><CurrentMedia/></Data>", "clears its personal message");
    does("<Data><PSM>a &lt; b</PSM></Data>", "sets its personal message to “a < b”");
    does("<EndpointData><Capabilities>1:2</Capabilities></EndpointData>", "publishes what it is capable of");
}

#[test]
fn endpoints_have_their_codes_in_words() {
    let text = "<PrivateEndpointData id='{1}'><EpName>PC</EpName><Idle>false</Idle><ClientType>1</ClientType>\
        <State>BSY</State></PrivateEndpointData>";
    let content = explained(text);
    assert_eq!(find(&content.fields, "PrivateEndpointData/ClientType").spoken(), "computer");
    assert_eq!(find(&content.fields, "PrivateEndpointData/State").spoken(), "busy");
    states(text, &[("endpoint", "PC")]);
    let ours = explained("<EndpointData><Capabilities>2788999228:48</Capabilities></EndpointData>");
    let capabilities = find(&ours.fields, "EndpointData/Capabilities");
    assert!(capabilities.meaning.is_some() && capabilities.fields.len() > 2);
}

#[test]
fn an_object_within_a_text_points_at_its_bytes() {
    let text = "<Data><PSM>x</PSM><DDP>&lt;msnobj Creator=&quot;bob@example.org&quot; Size=&quot;12&quot; Type=&quot;7&quot;/&gt;</DDP></Data>";
    let content = explained(text);
    let object = find(&content.fields, "Data/DDP");
    assert_eq!(object.spoken(), "dynamic picture of bob@example.org, 12 bytes");
    assert_eq!(pointed(text, find(&object.fields, "Creator")), "bob@example.org");
}

#[test]
fn notifications_state_who_says_what() {
    states(
        "<NOTIFICATION id='0'><TO name='alice@example.org'/><FROM name='bob@example.org'/><MSG pri='1' id='0'>\
         <BODY lang='1033'><TEXT>Rain &amp; wind</TEXT></BODY></MSG></NOTIFICATION>",
        &[("words", "Rain & wind"), ("person", "bob@example.org")],
    );
    does("<NOTIFICATION id='0' siteid='45705'/>", "sends an alert");
    states("<PHONE pri='1'><NUM></NUM></PHONE><TEXT enc='utf-8'>call me</TEXT>", &[("words", "call me")]);
    let body = "<NOTIFICATION><MSG><BODY>&lt;NotificationData&gt;&lt;CID&gt;1&lt;/CID&gt;&lt;/NotificationData&gt;</BODY></MSG></NOTIFICATION>";
    let content = explained(body);
    let inner = find(&content.fields, "NOTIFICATION/MSG/BODY/NotificationData/CID");
    assert_eq!((inner.value.as_str(), pointed(body, inner)), ("1", "1"));
}

#[test]
fn policies_mail_data_signals_and_circles_are_trees() {
    let policies = explained(
        "<Policies><Policy type='SHIELDS'><config><shield><cli maj='7'/></shield><block><regexp>\
         <imtext value='XC5waWY='/></regexp></block></config></Policy></Policies>",
    );
    assert_eq!(find(&policies.fields, "Policies/Policy/config/block/regexp/imtext/value").spoken(), "\\.pif");
    let mail = explained("<MD><E><I>5</I><IU>2</IU></E><M><E>bob@example.org</E></M></MD>");
    assert_eq!(find(&mail.fields, "MD/E/IU").spoken(), "2 unread in the inbox");
    let signal = explained("<SNM opcode='SNM' csid='{1}'/>");
    assert_eq!(find(&signal.fields, "SNM/opcode").value, "SNM");
    let circle =
        explained("<circle><roster><id>IM</id><user><id>1:bob@example.org</id></user></roster></circle>");
    assert_eq!(find(&circle.fields, "circle/roster/user/id").spoken(), "bob@example.org");
    for content in [policies, mail, signal, circle] {
        assert_eq!(trouble(&content), None);
    }
}

#[test]
fn a_user_of_msnp21_states_a_status() {
    states("<user><s n=\"IM\"><Status>BSY</Status></s></user>", &[("status", "busy")]);
    does("<user><s n=\"IM\"><Status>BSY</Status></s></user>", "is now busy");
    does("<user><s n=\"PE\"><PSM>hi</PSM></s></user>", "has the personal message “hi”");
    let endpoint =
        explained("<user><sep n='PD' epid='{1}'><ClientType>9</ClientType><State>NLN</State></sep></user>");
    assert_eq!(find(&endpoint.fields, "user/sep/State").spoken(), "online");
    assert_eq!((endpoint.does.as_deref(), trouble(&endpoint)), (None, None));
}

#[test]
fn broken_xml_is_decoded_as_far_as_it_goes() {
    breaks("<Data><PSM>gone fish", "no </PSM> before the end at byte 30", "");
    breaks("<Data><PSM>x</PSM>", "no </Data> before the end at byte 28", "");
    breaks("<ml><d n='a'><c n", "tag not closed: `>` not found before end of input at byte 23", "<c n");
    breaks("<a><b>x</c></a>", "expected `</b>`, but `</c>` was found at byte 17", "</c></a>");
    breaks("<a/></a>", "close tag `</a>` does not match any open tag at byte 14", "</a>");
    assert_eq!(explained("<Data><PSM>gone fish").fact("psm"), Some("gone fish"));
}

#[test]
fn what_is_wrong_inside_does_not_stop_the_reading() {
    for (text, why) in [
        ("<a x><b/></a>", "an attribute without a value at byte 14"),
        ("<a x=1><b/></a>", "an attribute whose value is not in quotes at byte 15"),
        ("<a>&lol;</a>", "unknown entity &lol; at byte 13"),
        ("<a>Tom & Jerry<b/></a>", "an & that begins no entity at byte 17"),
        ("<a/>more", "text outside of any element"),
        ("<><b/></>", "an element without a name"),
        ("nothing", "no XML: there is no element"),
        ("", "no XML: there is no element"),
    ] {
        assert_eq!(trouble(&explained(text)), Some(why), "{text}");
    }
    let attribute = explained("<a x=1 y='2'><b>z</b></a>");
    assert_eq!(find(&attribute.fields, "a/b").value, "z");
}

#[test]
fn bytes_that_are_no_text_are_replaced() {
    let content = content(&Located::at(AT, b"<Data><PSM>\xff\xfe</PSM></Data>"));
    assert_eq!(content.fact("psm"), Some("\u{fffd}\u{fffd}"));
}

#[test]
fn a_document_type_expands_nothing() {
    let bomb = "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><Data><PSM>&b;</PSM></Data>";
    let content = explained(bomb);
    assert_eq!(find(&content.fields, "Data/PSM").value, "&b;");
    assert!(trouble(&content).is_some_and(|trouble| trouble.starts_with("a document type is not read")));
    let at = bomb.rfind("&b;").unwrap() + AT;
    let unknown = format!("unknown entity &b; at byte {at}");
    assert_eq!(find(&content.fields, "Data").first_trouble(), Some(unknown.as_str()));
}

#[test]
fn what_is_too_deep_or_too_much_is_left_out_and_said() {
    let nested = format!("<ml>{}{}<z/></ml>", "<a>".repeat(10_000), "</a>".repeat(10_000));
    let content = explained(&nested);
    assert_eq!(depth(&content.fields), DEEPEST);
    assert_eq!(trouble(&content), Some("elements deeper than 32 levels are left out"));
    assert_eq!(find(&content.fields, "ml/z").value, "");
    assert_eq!(depth(&explained(&"<a>".repeat(10_000)).fields), DEEPEST);
    let many = explained(&format!("<ml>{}</ml>", "<c n='x'/>".repeat(10_000)));
    assert!(count(&many.fields) <= MOST_NODES + 1);
    assert!(
        trouble(&many).is_some_and(|trouble| trouble.starts_with("more than 2000 elements")),
        "{:?}",
        trouble(&many)
    );
}

#[test]
fn values_within_values_are_bounded_too() {
    let word = "<Capabilities>4294967295:4294967295</Capabilities>";
    let capable = explained(&format!("<EndpointData>{}</EndpointData>", word.repeat(900)));
    let within = explained(&format!("<a>{}</a>", format!("<b>{}</b>", "&lt;c/>".repeat(100)).repeat(900)));
    for content in [capable, within] {
        assert!(count(&content.fields) < 15_000, "{}", count(&content.fields));
    }
}

/// Every frame of the recordings that has a payload.
fn recorded(mut look: impl FnMut(&Command<'_>)) {
    let recordings = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/captures");
    for recording in
        fs::read_dir(recordings).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        for file in fs::read_dir(recording).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let direction = match name.rsplit('-').next() {
                Some("c2s.bin") => Direction::ClientToServer,
                Some("s2c.bin") => Direction::ServerToClient,
                _ => continue,
            };
            let bytes = fs::read(&file).unwrap();
            let (mut deframer, mut at) = (Deframer::new(direction), 0);
            while let Some(frame) = deframer.next_frame(&bytes[at..]) {
                at += frame.bytes.len();
                Command::read(&frame).iter().for_each(&mut look);
            }
        }
    }
}

#[test]
fn every_payload_recorded_is_read_without_trouble() {
    let mut read = 0;
    recorded(|command| {
        let has_xml =
            ["UUX", "UBX", "ADL", "RML", "FQY", "GCF", "NOT"].iter().any(|verb| command.verb == *verb);
        if has_xml && !command.payload.is_empty() {
            let content = content(&Located::at(command.line.len() + 2, command.payload));
            assert_eq!(trouble(&content), None, "{}", String::from_utf8_lossy(command.payload));
            read += 1;
        }
    });
    assert!(read >= 17, "{read}");
}

#[test]
fn every_object_recorded_is_read_without_trouble() {
    let mut read = 0;
    recorded(|command| {
        for argument in command.args().filter(|argument| argument.starts_with(b"%3Cmsnobj")) {
            let field = crate::explain::object::field("object", &Located::at(0, argument));
            assert_eq!(field.first_trouble(), None, "{}", field.value);
            assert!(field.meaning.is_some(), "{}", field.value);
            read += 1;
        }
    });
    assert!(read >= 5, "{read}");
}

#[test]
fn xml_cut_anywhere_points_into_its_bytes() {
    fn within(fields: &[Field], end: usize) -> bool {
        fields.iter().all(|field| {
            AT <= field.span.start
                && field.span.start <= field.span.end
                && field.span.end <= AT + end
                && within(&field.fields, end)
        })
    }
    let text = "\u{feff}<?xml version=\"1.0\"?><!-- c --><Data x='&lt;&#9731;'><PSM>a &amp; b</PSM><![CDATA[<]]>\
        <CurrentMedia>\\0Music\\01\\0{0}\\0t</CurrentMedia><DDP>&lt;msnobj Creator=&quot;b&quot; Type=&quot;3&quot;/></DDP>\
        <BODY>&lt;a>&lt;b/>&lt;/a></BODY></Data>\0";
    for end in 0..=text.len() {
        let content = content(&Located::at(AT, &text.as_bytes()[..end]));
        assert!(within(&content.fields, end), "{end}: {:?}", content.fields);
        assert!(trouble(&content).is_some() || end + 1 >= text.len(), "{end}");
    }
}
