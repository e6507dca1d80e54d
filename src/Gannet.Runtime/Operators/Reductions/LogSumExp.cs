using Gannet.Runtime.Operators.Elementwise;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Reductions;

/// <summary>The logarithm of the sum of exponentials, of which none overflows.</summary>
internal sealed class LogSumExp(NodeDefinition definition) : IOperator
{
    private readonly long[]? _axes = definition.Attributes.Integers("axes");
    private readonly bool _keepsAxes = definition.Attributes.Flag("keepdims", true);

    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        var axes = _axes ?? (node.Has(1) ? node.Integers(1) : []);
        var isReduced = new bool[x.Rank];
        foreach (var axis in axes) isReduced[TensorShape.Axis(axis, x.Rank)] = true;
        if (axes.Length == 0) isReduced.AsSpan().Fill(true);
        var greatest = Reduction<GreatestOf>.Reduce(node, x, isReduced, keepsAxes: true);
        var shifted = node.Rent(x.Type, x.Shape);
        BinaryLoop<Subtraction>.Run(x, greatest, shifted);
        new FloatOperator<Exponential>(default).Apply(shifted, shifted);
        var sum = Reduction<LogOfSum>.Reduce(node, shifted, isReduced, keepsAxes: true);
        BinaryLoop<Addition>.Run(sum, greatest, sum);
        node.Set(0, _keepsAxes ? sum.View(sum.Shape) : sum.View([.. x.Shape.Where((_, axis) => !isReduced[axis])]));
        greatest.Release();
        shifted.Release();
        sum.Release();
    }
}
