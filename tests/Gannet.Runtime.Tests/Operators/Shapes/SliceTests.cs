using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Shapes;

public sealed class SliceTests
{
    [Theory]
    [InlineData(1, 5, 1, 1)]
    [InlineData(-3, 1000, 2, 2)]
    [InlineData(6, -1000, 3, -2)]
    [InlineData(4, 4, 0, 1)]
    [InlineData(5, 2, 2, 1)]
    [InlineData(1000, 0, -1, -1)]
    [InlineData(0, 1, 1, 1000)]
    public void Ranges_are_ONNX_Runtimes(int start, int end, int axis, int step)
    {
        Oracle.AssertSame(Graph(new SmallGraph().Input("x", Floats(1, 6, 7, 8, 9))));
        Oracle.AssertSame(Graph(new SmallGraph().Map("x", Floats(1, 6, 7, 8, 9))));

        SmallGraph Graph(SmallGraph graph) => graph.Input("s", List(start)).Input("e", List(end)).Input("a", List(axis)).Input("t", List(step))
            .Node("Slice", ["x", "s", "e", "a", "t"], ["y"]).Output("y");
    }

    [Fact]
    public void Early_versions_have_attributes() => Oracle.AssertSame(
        new SmallGraph(9).Input("x", Floats(1, 6, 7)).Node("Slice", ["x"], ["y"], ("starts", new[] { 1, -3 }), ("ends", new[] { 5, 7 }), ("axes", new[] { 0, 1 })).Output("y"));
}
