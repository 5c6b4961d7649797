package dev.convbench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The SVG writer. */
class SvgTest {
    @Test
    void escapesWhatXmlReserves() {
        assertEquals("&lt;a b=&quot;c&quot;&gt; &amp; &#39;", Svg.escape("<a b=\"c\"> & '"));
    }

    @Test
    void replacesWhatXmlCannotHold() {
        assertEquals("a\uFFFDb\uFFFDc\n😀", Svg.escape("a\0b\uD800c\n😀"));
    }

    @Test
    void numbersHaveTwoDecimalsAtMost() {
        assertEquals("0", Svg.number(-0.0));
        assertEquals("0", Svg.number(-0.001));
        assertEquals("1200", Svg.number(1200));
        assertEquals("3.14", Svg.number(Math.PI));
        assertEquals("-0.5", Svg.number(-0.5));
    }

    @Test
    void numbersAreTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals("1234.5", Svg.number(1234.5));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        assertThrows(IllegalArgumentException.class, () -> Svg.number(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Svg(1, 1).leaf("rect", "x"));
    }

    @Test
    void nestsAndEndsElements() {
        String document = new Svg(10, 20)
                .open("g", "id", "a&b")
                .leaf("rect", "width", 1.5)
                .text("text", "1 < 2", "x", 3)
                .document();
        assertEquals("""
                <svg xmlns="http://www.w3.org/2000/svg" width="10" height="20" viewBox="0 0 10 20" role="img">
                  <g id="a&amp;b">
                    <rect width="1.5"/>
                    <text x="3">1 &lt; 2</text>
                  </g>
                </svg>
                """, document);
    }
}
