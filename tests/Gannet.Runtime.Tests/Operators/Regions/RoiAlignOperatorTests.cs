using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Regions;

public sealed class RoiAlignOperatorTests
{
    [Theory]
    [InlineData(10, "avg", "", 7, 7, 2)]
    [InlineData(10, "avg", "", 7, 5, 0)]
    [InlineData(16, "avg", "half_pixel", 7, 7, 0)]
    [InlineData(16, "avg", "output_half_pixel", 3, 4, 2)]
    [InlineData(16, "max", "half_pixel", 3, 3, 2)]
    [InlineData(16, "max", "output_half_pixel", 3, 3, 2)]
    public void Bins_are_ONNX_Runtimes(int opset, string mode, string coordinates, int height, int width, int samples)
    {
        var random = new Random(3);
        var rois = OnnxTensor.From<float>([.. Enumerable.Range(0, 20).SelectMany(_ => Roi(random))], 20, 4);
        (string, object)[] extra = coordinates.Length > 0 ? [("coordinate_transformation_mode", coordinates)] : [];
        Oracle.AssertSame(new SmallGraph(opset).Map("x", Floats(1, 2, 19, 15, 17)).Input("r", rois).Input("i", Integers(2, 0, 2, 20))
            .Node("RoiAlign", ["x", "r", "i"], ["y"], [("mode", mode), ("output_height", height), ("output_width", width), ("sampling_ratio", samples), ("spatial_scale", 0.25f), .. extra]).Output("y"));
    }

    [Fact]
    public void No_regions_give_no_bins() => Oracle.AssertSame(new SmallGraph().Map("x", Floats(1, 1, 3, 5, 5)).Input("r", Floats(1, 0, 4)).Input("i", Integers(1, 0, 1, 0))
        .Node("RoiAlign", ["x", "r", "i"], ["y"], ("output_height", 2), ("output_width", 2)).Output("y"));

    [Fact]
    public void A_region_of_a_missing_image_is_an_error()
    {
        var graph = new SmallGraph().Map("x", Floats(1, 1, 3, 5, 5)).Input("r", Floats(1, 1, 4)).Input("i", List(1)).Node("RoiAlign", ["x", "r", "i"], ["y"]).Output("y");
        using var session = OnnxSession.Load(graph.Bytes);
        Assert.Contains("region 0 is of image 1 of 1", Assert.Throws<InvalidDataException>(() => session.Run(graph.Inputs)).Message, StringComparison.Ordinal);
    }

    private static float[] Roi(Random random)
    {
        var (x, y) = (random.NextSingle() * 60 - 4, random.NextSingle() * 60 - 4);
        return [x, y, x + random.NextSingle() * 40, y + random.NextSingle() * 40];
    }
}
