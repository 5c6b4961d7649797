/** Text for people: what every other room may use. */
package dev.convbench.text;
