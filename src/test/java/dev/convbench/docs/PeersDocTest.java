package dev.convbench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.cli.PrintedTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of docs/peers.md are what their commands print of published runs. */
class PeersDocTest {
    private static final Pattern TABLE =
            Pattern.compile("^<!-- begin: ([^\n]*) -->\\R(.*?)^<!-- end -->\\R", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void eachTableIsWhatItsRunGives() throws Exception {
        Matcher matcher = TABLE.matcher(Files.readString(Path.of("docs/peers.md")));
        List<MatchResult> tables = matcher.results().toList();
        assertFalse(tables.isEmpty(), "docs/peers.md has no table");
        for (MatchResult table : tables) {
            String command = table.group(1);
            assertTrue(command.contains("results/published/"), command + " shows a run that is not published");
            assertEquals(
                    PrintedTables.of(command.split(" ")),
                    table.group(2),
                    "docs/peers.md does not show what '" + command + "' prints: run scripts/peers-results");
        }
    }
}
