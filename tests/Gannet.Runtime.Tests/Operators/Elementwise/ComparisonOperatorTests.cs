using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Elementwise;

public sealed class ComparisonOperatorTests
{
    [Theory]
    [InlineData("Equal")]
    [InlineData("Less")]
    [InlineData("LessOrEqual")]
    [InlineData("Greater")]
    [InlineData("GreaterOrEqual")]
    public void Numbers_are_compared(string op)
    {
        Oracle.AssertSame(new SmallGraph().Input("a", Integers(1, 0, 4, 5, 1, 6)).Input("b", Integers(2, 0, 4, 3, 1)).Node(op, ["a", "b"], ["y"]).Output("y", OnnxElementType.Bool));
        Oracle.AssertSame(new SmallGraph().Map("a", Floats(1, 1, 4, 5, 6)).Input("b", Floats(2, 4, 1, 1)).Node(op, ["a", "b"], ["y"]).Output("y", OnnxElementType.Bool));
    }

    [Theory]
    [InlineData("And")]
    [InlineData("Or")]
    [InlineData("Xor")]
    [InlineData("Equal")]
    public void Truth_values_are_combined(string op) => Oracle.AssertSame(
        new SmallGraph().Input("a", Bools(1, 4, 5)).Input("b", Bools(2, 5)).Node(op, ["a", "b"], ["t"]).Node("Not", ["t"], ["y"]).Output("y", OnnxElementType.Bool));
}
