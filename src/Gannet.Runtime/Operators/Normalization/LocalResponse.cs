using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Normalization;

/// <summary>Divides each element by a power of the squares of its neighbours in channels, as AlexNet does.</summary>
internal sealed class LocalResponse(NodeDefinition definition) : IOperator
{
    private readonly float _alpha = definition.Attributes.Number("alpha", 1e-4f), _beta = definition.Attributes.Number("beta", 0.75f), _bias = definition.Attributes.Number("bias", 1);
    private readonly int _size = (int)Math.Clamp(definition.Attributes.RequiredInteger("size"), 1, int.MaxValue / 2);

    public unsafe void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        if (x.Rank < 3) throw new InvalidDataException($"{x} has no channels");
        var y = node.Rent(OnnxElementType.Float, x.Shape);
        var (channels, cells) = (x.Shape[1], TensorShape.Product(x.Shape.AsSpan(2)));
        var from = x.Address<float>();
        var to = y.Address<float>();
        NodeRun.Kernels.ForEach(x.Shape[0] * channels, plane =>
        {
            var (image, channel) = Math.DivRem(plane, channels);
            var (first, last) = (Math.Max(0, channel - (_size - 1) / 2), Math.Min(channels - 1, channel + _size / 2));
            for (var cell = 0; cell < cells; cell++)
            {
                var sum = 0f;
                for (var c = first; c <= last; c++)
                {
                    var neighbour = from[((long)image * channels + c) * cells + cell];
                    sum += neighbour * neighbour;
                }

                var at = (long)plane * cells + cell;
                to[at] = from[at] / MathF.Pow(_bias + _alpha / _size * sum, _beta);
            }
        });
        GC.KeepAlive(x);
        node.Set(0, y);
    }
}
