using Gannet.Runtime.Operators;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Graphs;

/// <summary>A graph ready to run: operators on numbered slots instead of nodes on names.</summary>
/// <param name="Slots">Number of slots.</param>
/// <param name="Constants">Slots whose values are known, and their values.</param>
/// <param name="Inputs">Slots of the graph's inputs, then of the values that it takes from the graph around it.</param>
/// <param name="Steps">The operators, in order.</param>
/// <param name="Outputs">Slots of the results.</param>
internal sealed record GraphPlan(
    int Slots, IReadOnlyList<(int Slot, Tensor Value)> Constants, IReadOnlyList<int> Inputs, IReadOnlyList<GraphStep> Steps, IReadOnlyList<int> Outputs);

/// <summary>One operator and the slots that it reads and writes.</summary>
/// <param name="Label">The node, for messages.</param>
/// <param name="Operator">What it does.</param>
/// <param name="Inputs">Slots of its inputs; −1 for an absent one.</param>
/// <param name="Outputs">Slots of its outputs; −1 for one that nobody needs.</param>
/// <param name="LastUses">Slots that nothing needs after it.</param>
internal sealed record GraphStep(string Label, IOperator Operator, int[] Inputs, int[] Outputs, int[] LastUses);
