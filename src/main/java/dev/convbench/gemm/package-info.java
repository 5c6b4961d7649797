/**
 * Matrix multiplication: packing, cache blocking and microkernels, after BLIS (Van Zee and van de Geijn, "BLIS: A
 * Framework for Rapidly Instantiating BLAS Functionality", ACM TOMS 41(3), 2015).
 */
package dev.convbench.gemm;
