using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Normalization;

public sealed class SoftmaxTests
{
    [Theory]
    [InlineData("Softmax", 11)]
    [InlineData("Softmax", 13)]
    [InlineData("LogSoftmax", 11)]
    [InlineData("LogSoftmax", 13)]
    public void Versions_differ_in_their_axes(string op, int opset)
    {
        foreach (var axis in (int[])[0, 1, -1])
            Oracle.AssertSame(new SmallGraph(opset).Input("x", Floats(1, 3, 21, 5)).Node(op, ["x"], ["y"], ("axis", axis)).Output("y"));
        Oracle.AssertSame(new SmallGraph(opset).Map("x", Floats(1, 2, 21, 5, 6)).Node(op, ["x"], ["y"]).Output("y"));
    }
}
