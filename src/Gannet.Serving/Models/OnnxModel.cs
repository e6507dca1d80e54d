using Gannet.Runtime;

namespace Gannet.Serving.Models;

/// <summary>An ONNX graph from <c>gannet model export</c>, which needs no native library and takes one picture at a time.</summary>
internal sealed class OnnxModel(string path) : IPictureModel
{
    private readonly OnnxDetector _detector = OnnxDetector.Load(path);

    public IReadOnlyList<string> Classes => _detector.Classes;

    public string Platform => "onnx_onnxv1";

    public int MostTogether => 1;

    public PreparedPicture Prepare(Image picture) => new(picture.Width, picture.Height) { Pixels = picture };

    public IReadOnlyList<DetectedObject>[] Detect(IReadOnlyList<PreparedPicture> pictures) =>
        [.. pictures.Select(picture => _detector.Detect(picture.Pixels!, score: 0))];

    public void Dispose() => _detector.Dispose();
}
