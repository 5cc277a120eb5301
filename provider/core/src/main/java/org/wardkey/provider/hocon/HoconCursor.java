package org.wardkey.provider.hocon;

/** A place in a text that moves forward, character by character, and knows its line. */
final class HoconCursor {
    /** What stands behind the last character. */
    static final char END = '\0';

    private final String file;
    private final String text;
    private int position;
    private int line = 1;

    HoconCursor(String file, String text) {
        this.file = file;
        this.text = text;
    }

    int line() {
        return line;
    }

    int position() {
        return position;
    }

    /** The text from a position to here. */
    String since(int start) {
        return text.substring(start, position);
    }

    /** The rest of the line, at most so many characters. */
    String rest(int most) {
        int end = Math.min(text.length(), position + most);
        return text.substring(position, end).lines().findFirst().orElse("");
    }

    /** Stands before the opening quote; leaves the text behind the closing one. */
    String quoted() throws HoconProblem {
        if (text.startsWith("\"\"\"", position)) {
            throw problem("expected a text in \"\", got one in \"\"\"; write it on one line in \"\".");
        }
        next();
        StringBuilder content = new StringBuilder();
        while (peek() != '"') {
            char c = next();
            if (c == END || c == '\n') {
                throw problem("expected a closing \", got the end of the line; close the text on its line.");
            }
            content.append(c == '\\' ? escaped() : c);
        }
        next();
        return content.toString();
    }

    /** Source: RFC 8259 §7. */
    private char escaped() throws HoconProblem {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw problem("expected an escape of JSON, got \\" + shown(c) + "; write \\\\ for a backslash.");
        };
    }

    private char hexadecimal() throws HoconProblem {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char c = next();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw problem("expected four hexadecimal digits after \\u, got " + shown(c) + "; write \\u0041.");
            }
            value = (value << 4) | digit;
        }
        return (char) value;
    }

    /** Skips what may stand between members: blanks, new lines, commas, comments. */
    void separators() throws HoconProblem {
        while (true) {
            separatorsBeforeValue();
            if (peek() != ',') {
                return;
            }
            next();
        }
    }

    void separatorsBeforeValue() throws HoconProblem {
        while (true) {
            blanks();
            if (atComment()) {
                while (peek() != '\n' && peek() != END) {
                    next();
                }
            } else if (peek() == '\n') {
                next();
            } else {
                return;
            }
        }
    }

    void blanks() throws HoconProblem {
        while (peek() == ' ' || peek() == '\t' || peek() == '\r') {
            next();
        }
    }

    boolean atComment() {
        return peek() == '#' || text.startsWith("//", position);
    }

    boolean atEndOfValue() {
        return switch (peek()) {
            case '\n', ',', '}', ']', END -> true;
            default -> atComment();
        };
    }

    char peek() {
        return position < text.length() ? text.charAt(position) : END;
    }

    /** Takes a character; control and direction marks, with which text can look like other text, are refused. */
    char next() throws HoconProblem {
        if (position == text.length()) {
            return END;
        }
        char c = text.charAt(position);
        boolean layout = c == '\n' || c == '\r' || c == '\t';
        if (!layout && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)) {
            throw problem(
                    "expected text, got the control character " + String.format("U+%04X", (int) c) + "; delete it.");
        }
        position++;
        if (c == '\n') {
            line++;
        }
        return c;
    }

    static String shown(char c) {
        if (c == END) {
            return "the end of the file";
        }
        return c > ' ' && c <= '~' ? "" + c : String.format("U+%04X", (int) c);
    }

    HoconProblem problem(String what) {
        return new HoconProblem(file, line, what);
    }
}
