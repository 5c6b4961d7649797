package dev.convbench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void fourSignificantDigits() {
        assertEquals("0", Numbers.significant(0));
        assertEquals("1.000", Numbers.significant(1));
        assertEquals("0.001235", Numbers.significant(0.00123456));
        assertEquals("12.35", Numbers.significant(12.3456));
        assertEquals("10.00", Numbers.significant(9.99999));
        assertEquals("123500", Numbers.significant(123456));
        assertEquals("1.235e+07", Numbers.significant(12345678));
        assertEquals("1.235e-05", Numbers.significant(0.000012345678));
        assertEquals("-", Numbers.significant(Double.NaN));
    }

    @Test
    void sharesFactorsAndErrors() {
        assertEquals("4.2", Numbers.percent(0.0421));
        assertEquals("42", Numbers.percent(0.421));
        assertEquals("-", Numbers.percent(Double.NaN));
        assertEquals("1.00x", Numbers.factor(1));
        assertEquals("12.3x", Numbers.factor(12.34));
        assertEquals("123x", Numbers.factor(123.4));
        assertEquals("0", Numbers.error(0));
        assertEquals("1.2e-13", Numbers.error(1.23e-13));
    }

    @Test
    void bytes() {
        assertEquals("512 B", Numbers.bytes(512));
        assertEquals("3 KiB", Numbers.bytes(3072));
        assertEquals("1.5 MiB", Numbers.bytes(1572864));
    }
}
