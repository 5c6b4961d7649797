/**
 * The notebook's network: layers on top of any strategy, the loss, update rules, the trainer, and checks by numerical gradients.
 *
 * <p>A layer is bound to sizes when it is made and owns the memory it needs between its forward and backward pass, so it
 * serves one thread. It never changes its inputs, and it allocates nothing once it is made.
 */
package dev.convbench.nn;
