package dev.convbench.results.stats;

/** 2,000 trials each. */
class ErrorRatesTest extends ErrorRates {
    ErrorRatesTest() {
        super(2_000);
    }
}
