using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Convolution;

public sealed class MatMulTests
{
    [Theory]
    [InlineData("4,5", "5,6")]
    [InlineData("40,50", "50,60")]
    [InlineData("2,3,4,5", "2,3,5,6")]
    [InlineData("2,3,4,5", "5,6")]
    [InlineData("2,1,4,5", "3,5,6")]
    [InlineData("5", "5,6")]
    [InlineData("4,5", "5")]
    [InlineData("5", "5")]
    [InlineData("2,4,5", "5")]
    [InlineData("0,5", "5,6")]
    public void Stacks_are_stretched(string a, string b)
    {
        var (left, right) = (Floats(1, Shape(a)), Floats(2, Shape(b)));
        Oracle.AssertSame(new SmallGraph().Input("a", left).Input("b", right).Node("MatMul", ["a", "b"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("a", left).Constant("b", right).Node("MatMul", ["a", "b"], ["y"]).Output("y"));
    }

    [Fact]
    public void Whole_numbers_stay_whole() => Oracle.AssertSame(
        new SmallGraph().Input("a", Integers(1, -9, 9, 3, 4)).Input("b", Integers(2, -9, 9, 4, 2)).Node("MatMul", ["a", "b"], ["y"]).Output("y", OnnxElementType.Int64));

    private static int[] Shape(string text) => [.. text.Split(',').Select(int.Parse)];
}
