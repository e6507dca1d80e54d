using Gannet.Runtime.Operators.Reductions;

namespace Gannet.Runtime.Operators.Pooling;

/// <summary>Makes one number of each channel.</summary>
internal sealed class GlobalPool<TReduction> : IOperator where TReduction : struct, IReduction
{
    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        if (x.Rank < 2) throw new InvalidDataException($"{x} has no channels");
        var isReduced = new bool[x.Rank];
        isReduced.AsSpan(2).Fill(true);
        node.Set(0, Reduction<TReduction>.Reduce(node, x, isReduced, keepsAxes: true));
    }
}
