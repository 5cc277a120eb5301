package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A document of {@code docs/recipes}.
 *
 * <p>A block whose title is a path is that file; a block of shell without a title is run, in the document's order; every
 * other block has a title, by which a test asks for it.
 *
 * @param name the document, without {@code .md}
 * @param blocks its fenced blocks, in order
 */
record Recipe(String name, List<Block> blocks) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\S+)(?: title=\"([^\"]+)\")?\n(.*?)^```$");

    /**
     * One fenced block.
     *
     * @param language what it is written in
     * @param title empty for none
     * @param text without the fences
     */
    record Block(String language, String title, String text) {
        boolean isFile() {
            return title.startsWith("/");
        }

        boolean isStep() {
            return language.equals("sh") && title.isEmpty();
        }
    }

    static Recipe of(String name) throws IOException {
        String document;
        try (InputStream file = Recipe.class.getResourceAsStream("/recipes/" + name + ".md")) {
            document = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Block> blocks = BLOCK.matcher(document)
                .results()
                .map(found -> new Block(found.group(1), found.group(2) == null ? "" : found.group(2), found.group(3)))
                .toList();
        assertThat(blocks)
                .as("blocks of " + name + ".md")
                .hasSize((int) document.lines()
                                .filter(line -> line.startsWith("```"))
                                .count()
                        / 2);
        return new Recipe(name, blocks);
    }

    /** The text of the only block with this title. */
    String block(String title) {
        List<Block> found =
                blocks.stream().filter(block -> block.title().equals(title)).toList();
        assertThat(found).as(title + " in " + name + ".md").hasSize(1);
        return found.get(0).text();
    }

    List<Block> files() {
        return blocks.stream().filter(Block::isFile).toList();
    }

    /** What is done once, before the application starts. */
    String steps() {
        return blocks.stream().filter(Block::isStep).map(Block::text).collect(Collectors.joining("\n"));
    }
}
