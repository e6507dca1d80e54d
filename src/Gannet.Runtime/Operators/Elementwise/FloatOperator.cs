using System.Numerics;
using Gannet.Kernels.Simd;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>Applies a function to each element of a tensor of numbers with fractions, in whatever order they lie.</summary>
internal sealed class FloatOperator<TFunction>(TFunction function) : IOperator where TFunction : struct, IFloatFunction
{
    private const long WorthThreads = 1 << 15;
    private const int Grain = 64;

    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        if (!x.Type.IsFloatingPoint()) throw new InvalidDataException($"the input {x} should have fractions");
        var y = node.RentOver(0, x.Type, x.Shape, x.Layout);
        Apply(x, y);
        node.Set(0, y);
    }

    /// <summary>Applies it to <paramref name="x"/>; both may be the same memory.</summary>
    public void Apply(Tensor x, Tensor y)
    {
        if (x.Type == OnnxElementType.Float) Apply<float>(x, y);
        else Apply<double>(x, y);
    }

    private unsafe void Apply<T>(Tensor x, Tensor y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var from = x.Address<T>();
        var to = y.Address<T>();
        KernelPlan.Best.For(x.Count, WorthThreads).ForRanges(x.Count, Grain, (_, start, end) =>
        {
            var k = start;
            if (TFunction.HasVectors)
            {
                for (; k <= end - Vector<T>.Count; k += Vector<T>.Count) function.OfVector(Vector.Load(from + k)).Store(to + k);
            }

            for (; k < end; k++) to[k] = function.Of(from[k]);
        });
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }
}
