/** Arrays in NumPy's files: reads and writes {@code .npy}, reads {@code .npz}. Needs nothing but the JDK. */
package dev.convbench.npy;
