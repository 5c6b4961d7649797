package dev.convbench.cli;

import dev.convbench.results.TableRenderer;
import dev.convbench.run.UsageException;
import java.util.Locale;

/** The option {@code --format} of commands that print tables. */
final class TableFormat {
    private TableFormat() {}

    /**
     * Reads the option.
     *
     * @throws UsageException if it is neither text nor md
     */
    static TableRenderer.Format parse(String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "text" -> TableRenderer.Format.TEXT;
            case "md", "markdown" -> TableRenderer.Format.MD;
            default -> throw new UsageException("--format is '" + format + "', must be text or md");
        };
    }
}
