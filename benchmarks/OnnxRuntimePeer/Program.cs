// Times ONNX Runtime on one picture, as a peer of Gannet's detection:
//   dotnet run -c Release --project benchmarks/OnnxRuntimePeer -- MODEL.onnx PICTURE [THREADS] [RUNS]
// The model's first input is a float image [3, H, W] or [1, 3, H, W], RGB, 0 to 1: torchvision's own export, for example
// (benchmarks/onnx_export.py). Prints one JSON object with the median and the best time.
using System.Diagnostics;
using System.Globalization;
using Gannet.Imaging.Codecs;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [var model, var path, .. var rest])
{
    Console.Error.WriteLine("usage: OnnxRuntimePeer MODEL.onnx PICTURE [THREADS] [RUNS]");
    return 2;
}

var threads = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
var runs = rest.Length > 1 ? int.Parse(rest[1], CultureInfo.InvariantCulture) : 5;
using var options = new SessionOptions { IntraOpNumThreads = threads, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL };
using var session = new InferenceSession(model, options);
var (name, shape) = (session.InputMetadata.Keys.First(), session.InputMetadata.Values.First().Dimensions);
var picture = ImageDecoder.Decode(path);
var (height, width) = (picture.Height, picture.Width);
var values = new DenseTensor<float>(shape.Length == 4 ? [1, 3, height, width] : [3, height, width]);
for (var k = 0; k < height * width; k++)
{
    for (var channel = 0; channel < 3; channel++) values.Buffer.Span[channel * height * width + k] = picture.Pixels[3 * k + channel] / 255f;
}

NamedOnnxValue[] inputs = [NamedOnnxValue.CreateFromTensor(name, values)];
var (times, found) = (new List<double>(), 0);
for (var run = 0; run <= runs; run++)
{
    var clock = Stopwatch.StartNew();
    using var results = session.Run(inputs);
    if (run > 0) times.Add(clock.Elapsed.TotalSeconds); // the first one warms up
    found = results[0].AsTensor<float>().Dimensions[0];
}

times.Sort();
Console.WriteLine($$"""{"name":"onnxruntime","median_s":{{times[times.Count / 2]}},"min_s":{{times[0]}},"runs":{{runs}},"detections":{{found}}}""");
return 0;
