#include "model/yaml_message.hpp"

#include <yaml-cpp/exceptions.h>

#include <array>

namespace cadis {
namespace {

struct Meaning {
  const char* message;  ///< or its beginning
  const char* text;
};

const auto meanings = std::to_array<Meaning>({
    {YAML::ErrorMsg::END_OF_MAP,
     "this does not go on the map around it; check the indentation, and that each key has its ':'"},
    {YAML::ErrorMsg::END_OF_SEQ,
     "this does not go on the list around it; check the indentation and the dashes"},
    {YAML::ErrorMsg::END_OF_MAP_FLOW, "expected a comma or the `}` of a map in braces"},
    {YAML::ErrorMsg::END_OF_SEQ_FLOW, "expected a comma or the `]` of a list in brackets"},
    {YAML::ErrorMsg::MAP_VALUE,
     "a ':' where no value can stand; put quotes around a text that holds ': ', check the "
     "indentation, or shorten a key of more than 1024 characters"},
    {YAML::ErrorMsg::MAP_KEY, "a '?' where no key can stand; put quotes around the text"},
    {YAML::ErrorMsg::BLOCK_ENTRY,
     "a '-' where no list can begin; write the list below its key, or the text in quotes"},
    {YAML::ErrorMsg::FLOW_END, "a ']' or '}' that nothing opened; remove it, or use quotes"},
    {YAML::ErrorMsg::UNKNOWN_TOKEN,
     "a character that no plain text begins with; put quotes around the text"},
    {YAML::ErrorMsg::TAB_IN_INDENTATION, "a tab in the indentation; indent with spaces"},
    {YAML::ErrorMsg::EOF_IN_SCALAR, "the file ends inside quotes; close them"},
    {YAML::ErrorMsg::DOC_IN_SCALAR, "`---` or `...` inside quotes; close them, or indent it"},
    {YAML::ErrorMsg::CHAR_IN_SCALAR, "a character that a plain text cannot hold; use quotes"},
    {YAML::ErrorMsg::INVALID_ESCAPE,
     "an unknown escape in double quotes; write \\\\ for a backslash, or use single quotes"},
    {YAML::ErrorMsg::INVALID_HEX, "expected hexadecimal digits behind \\x, \\u or \\U"},
    {YAML::ErrorMsg::INVALID_UNICODE, "an escape that is no character of Unicode"},
    {YAML::ErrorMsg::UNKNOWN_ANCHOR,
     "an alias (*name) without an anchor (&name) of that name before it"},
    {YAML::ErrorMsg::ALIAS_NOT_FOUND, "expected a name behind '*'; put quotes around a text"},
    {YAML::ErrorMsg::CHAR_IN_ALIAS, "expected a name behind '*'; put quotes around a text"},
    {YAML::ErrorMsg::ANCHOR_NOT_FOUND, "expected a name behind '&'; put quotes around a text"},
    {YAML::ErrorMsg::CHAR_IN_ANCHOR, "expected a name behind '&'; put quotes around a text"},
    {YAML::ErrorMsg::ALIAS_CONTENT, "an alias (*name) takes no anchor and no tag; remove them"},
    {YAML::ErrorMsg::MULTIPLE_ANCHORS, "two anchors (&name) of one value; keep one"},
    {YAML::ErrorMsg::MULTIPLE_TAGS, "two tags (!name) of one value; tags are not needed here"},
    {YAML::ErrorMsg::ZERO_INDENT_IN_BLOCK,
     "expected an indentation of 1 to 9 behind '|' or '>', or none"},
    {YAML::ErrorMsg::CHAR_IN_BLOCK, "expected a new line behind '|' or '>'"},
    {YAML::ErrorMsg::BAD_FILE, "maps and lists are nested too deeply; lay them out flatter"},
    {YAML::ErrorMsg::REPEATED_YAML_DIRECTIVE, "two %YAML lines; keep one"},
});

}  // namespace

std::string explain_yaml(const std::string& message) {
  for (const Meaning& meaning : meanings) {
    if (message.starts_with(meaning.message)) return meaning.text;
  }
  return "a tag (!) or a directive (%) is malformed; neither is needed here";
}

}  // namespace cadis
