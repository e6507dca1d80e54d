using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Reductions;

public sealed class ReductionTests
{
    [Theory]
    [InlineData("ReduceMean")]
    [InlineData("ReduceMax")]
    [InlineData("ReduceMin")]
    [InlineData("ReduceProd")]
    [InlineData("ReduceL1")]
    [InlineData("ReduceL2")]
    [InlineData("ReduceSumSquare")]
    [InlineData("ReduceLogSumExp")]
    public void Any_axes_are_reduced(string op)
    {
        foreach (var axes in (int[][])[[0], [1], [-1], [0, 2], [2, 3], [1, -1], [0, 1, 2, 3]])
        {
            foreach (var keeps in (int[])[0, 1])
            {
                Oracle.AssertSame(new SmallGraph().Map("x", Floats(1, 2, 19, 4, 5)).Node(op, ["x"], ["y"], ("axes", axes), ("keepdims", keeps)).Output("y"));
                Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 2, 3, 4, 37)).Node(op, ["x"], ["y"], ("axes", axes), ("keepdims", keeps)).Output("y"));
            }
        }

        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 2, 3, 4)).Node(op, ["x"], ["y"]).Output("y"));
    }

    [Fact]
    public void Axes_of_a_sum_are_an_attribute_then_an_input()
    {
        Oracle.AssertSame(new SmallGraph(11).Input("x", Integers(1, 0, 9, 4, 5)).Node("ReduceSum", ["x"], ["y"], ("axes", new[] { 1 })).Output("y", OnnxElementType.Int64));
        Oracle.AssertSame(new SmallGraph().Input("x", Integers(1, 0, 9, 4, 5)).Input("a", List(-2)).Node("ReduceSum", ["x", "a"], ["y"], ("keepdims", 0)).Output("y", OnnxElementType.Int64));
    }
}
