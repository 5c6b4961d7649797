package dev.convbench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.compare.Comparer;
import dev.convbench.results.compare.Filter;
import dev.convbench.results.compare.Input;
import dev.convbench.results.compare.Mismatch;
import dev.convbench.results.compare.Options;
import dev.convbench.results.compare.format.TextRenderer;
import dev.convbench.results.stats.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** docs/comparing.md shows what the commands in it print. */
class ComparingDocTest {
    private static final String PROMPT = "    $ scripts/convbench compare ";

    @Test
    void theExamplesAreWhatIsPrinted() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("docs/comparing.md"));
        int examples = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(PROMPT)) {
                examples++;
                List<String> shown = new ArrayList<>();
                for (int k = i + 1; lines.get(k).isEmpty() || lines.get(k).startsWith("    "); k++) {
                    shown.add(lines.get(k).strip());
                }
                String printed = print(lines.get(i).substring(PROMPT.length()).split(" ", -1));
                assertEquals(
                        String.join("\n", shown).strip(),
                        String.join("\n", printed.lines().map(String::strip).toList())
                                .strip());
            }
        }
        assertTrue(examples >= 2, examples + " examples");
    }

    /** As the command does, for the options that the examples use. */
    private static String print(String[] arguments) throws Exception {
        List<Input> inputs = new ArrayList<>();
        List<String> columns = List.of("run");
        String baseline = null;
        List<Filter> filters = new ArrayList<>();
        Set<Mismatch.Kind> allowed = Set.of();
        int width = 160;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--col" -> columns = List.of(arguments[++i]);
                case "--baseline" -> baseline = arguments[++i];
                case "--filter" -> filters.add(Filter.parse(arguments[++i]));
                case "--allow-mismatch" -> allowed = Set.of(Mismatch.Kind.parse(arguments[++i]));
                case "--width" -> width = Integer.parseInt(arguments[++i]);
                default -> inputs.add(Input.read(Path.of(arguments[i])));
            }
        }
        Options options = new Options(Rule.DEFAULT, columns, null, baseline, filters, allowed, List.of());
        return TextRenderer.render(Comparer.compare(inputs, options), width, false);
    }
}
