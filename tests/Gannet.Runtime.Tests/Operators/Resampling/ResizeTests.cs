using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Resampling;

public sealed class ResizeTests
{
    public static TheoryData<string, string, string> Modes()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var coordinates in (string[])["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"])
        {
            foreach (var nearest in (string[])["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]) data.Add("nearest", coordinates, nearest);
            data.Add("linear", coordinates, "floor");
            data.Add("cubic", coordinates, "floor");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Cells_are_ONNX_Runtimes(string mode, string coordinates, string nearest)
    {
        (string, object)[] attributes = [("mode", mode), ("coordinate_transformation_mode", coordinates), ("nearest_mode", nearest)];
        foreach (var sizes in (OnnxTensor[])[List(1, 3, 14, 10), List(1, 3, 5, 4), List(1, 3, 20, 1)])
        {
            // With one row of results, ONNX Runtime's cubic resizing does not follow its own definition.
            if (mode == "cubic" && sizes.AsSpan<long>()[3] == 1) continue;
            Oracle.AssertSame(new SmallGraph().Map("x", Floats(1, 1, 3, 7, 10)).Constant("sizes", sizes).Node("Resize", ["x", "", "", "sizes"], ["y"], attributes).Output("y"), 2e-5);
        }

        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 1, 3, 7, 10)).Constant("scales", OnnxTensor.From<float>([1, 1, 2, 1.5f], 4))
            .Node("Resize", ["x", "", "scales"], ["y"], attributes).Output("y"), 2e-5);
    }

    [Fact]
    public void Early_versions_are_asymmetric()
    {
        var scales = OnnxTensor.From<float>([1, 1, 2, 2], 4);
        foreach (var mode in (string[])["nearest", "linear"])
        {
            Oracle.AssertSame(new SmallGraph(9).Map("x", Floats(1, 1, 3, 4, 5)).Constant("s", scales).Node("Upsample", ["x", "s"], ["y"], ("mode", mode)).Output("y"));
            Oracle.AssertSame(new SmallGraph(10).Map("x", Floats(1, 1, 3, 4, 5)).Constant("s", scales).Node("Resize", ["x", "s"], ["y"], ("mode", mode)).Output("y"));
        }
    }
}
