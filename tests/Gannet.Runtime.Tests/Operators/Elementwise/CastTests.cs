using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Elementwise;

public sealed class CastTests
{
    [Fact]
    public void Every_type_becomes_every_type()
    {
        OnnxElementType[] types = [OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int32, OnnxElementType.Int64, OnnxElementType.UInt8, OnnxElementType.Int8, OnnxElementType.Bool];
        var x = OnnxTensor.From<float>([0, 1, 2.9f, 100, 0.4f], 5);
        foreach (var from in types)
        {
            foreach (var to in types)
                Oracle.AssertSame(new SmallGraph().Input("x", x).Node("Cast", ["x"], ["a"], ("to", (int)from)).Node("Cast", ["a"], ["y"], ("to", (int)to)).Output("y", to));
        }
    }

    [Fact]
    public void Fractions_are_cut_off() => Oracle.AssertSame(
        new SmallGraph().Input("x", OnnxTensor.From<float>([-2.7f, -0.5f, 2.5f], 3)).Node("Cast", ["x"], ["y"], ("to", 7)).Output("y", OnnxElementType.Int64));
}
