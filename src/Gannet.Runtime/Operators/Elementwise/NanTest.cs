using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>Tells which elements are not a number.</summary>
internal sealed class NanTest : IOperator
{
    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        var y = node.Rent(OnnxElementType.Bool, x.Shape, x.Layout);
        var to = y.Bytes;
        for (var k = 0; k < to.Length; k++)
            to[k] = (x.Type == OnnxElementType.Float ? float.IsNaN(x.Elements<float>()[k]) : double.IsNaN(x.Elements<double>()[k])) ? (byte)1 : (byte)0;
        node.Set(0, y);
    }
}
