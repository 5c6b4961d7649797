package dev.convbench.results.jmh;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;

/** Counts what is kept of a file, so that a hostile one ends in a sentence and not in a full heap. */
final class Retained {
    /** What an object costs beside its characters, roughly. */
    private static final int OBJECT_BYTES = 64;

    private final long limit;
    private long bytes;

    /** At most so many bytes. */
    Retained(long limit) {
        this.limit = limit;
    }

    /** At most a quarter of the heap. */
    static Retained quarterOfHeap() {
        return new Retained(Runtime.getRuntime().maxMemory() / 4);
    }

    /** Accounts for a text. */
    String keep(JsonParser parser, String text) throws JsonParseException {
        keep(parser, OBJECT_BYTES + 2L * text.length());
        return text;
    }

    /** Accounts for an object. */
    void keepObject(JsonParser parser) throws JsonParseException {
        keep(parser, OBJECT_BYTES);
    }

    private void keep(JsonParser parser, long more) throws JsonParseException {
        bytes += more;
        if (bytes > limit) {
            throw new JsonParseException(
                    parser, "it holds more than a quarter of this JVM's memory; give Java a larger -Xmx");
        }
    }
}
