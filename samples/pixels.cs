// Detects objects in several pictures at once, from a camera or another library.  dotnet run samples/pixels.cs model.safetensors
#:project ../src/Gannet.Detection/Gannet.Detection.csproj

using Gannet;
using Gannet.Detection;

if (args is not [var model])
{
    Console.Error.WriteLine("usage: dotnet run samples/pixels.cs MODEL");
    return 2;
}

// Three bytes per pixel, red first, row by row; the array is not copied.
var frames = Enumerable.Range(0, 4).Select(static _ => new Image(width: 640, height: 480, pixels: new byte[640 * 480 * 3])).ToList();

using var detector = Detector.Load(model);
var found = detector.Detect(frames);
for (var k = 0; k < frames.Count; k++)
{
    foreach (var detection in found[k].Where(static d => d.Score >= 0.5f))
        Console.WriteLine($"frame {k}: {detector.Classes[detection.Label]} {detection.Score:P0} at {detection.Box}");
}

return 0;
