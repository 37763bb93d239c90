/**
 * Takes in what suppliers say they have. The main flow in five files, in this order:
 *
 * <ol>
 *   <li>{@link dev.perpetual.supplier.runs.ReceiveFile} takes a file in, from the drop folder or an upload;
 *   <li>{@link dev.perpetual.supplier.domain.RowRules} judges it row by row;
 *   <li>{@link dev.perpetual.supplier.domain.GateRules} decides whether it may change anything by itself;
 *   <li>{@link dev.perpetual.supplier.runs.DecideRun} compares, asks the gates, and acts on their answer or a person's;
 *   <li>{@code runs/ApplyRun} makes its figures count and reports them to the topic supplier-reports.
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.perpetual.supplier;
