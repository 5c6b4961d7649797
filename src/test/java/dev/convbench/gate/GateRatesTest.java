package dev.convbench.gate;

/** 400 gates each. */
class GateRatesTest extends GateRates {
    GateRatesTest() {
        super(400);
    }
}
