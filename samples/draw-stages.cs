// Draws what each stage of a detector does with one picture:  dotnet run samples/draw-stages.cs MODEL PICTURE FOLDER
// Writes 1-input.png to 4-detections.png; the pictures of docs/README.md were made with it.
#:project ../src/Gannet.Detection/Gannet.Detection.csproj

using Gannet;
using Gannet.Detection;
using Gannet.Detection.Anchors;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Drawing;

if (args is not [var model, var path, var folder])
{
    Console.Error.WriteLine("usage: dotnet run samples/draw-stages.cs MODEL PICTURE FOLDER");
    return 2;
}

using var detector = Detector.Load(model);
var picture = ImageDecoder.Decode(path);
var batch = detector.Transform.Batch([picture]);
var placement = batch.Placements[0];
Directory.CreateDirectory(folder);
Write("1-input", []);

// The anchors of one cell per level, the cell in the middle of the picture. Every cell of every level has as many.
var anchors = new AnchorGenerator(detector.Options.Anchors)
    .Generate(batch.Height, batch.Width, [.. detector.AnchorStrides.Select(stride => (Cells(batch.Height, stride), Cells(batch.Width, stride)))]);
var middles = new List<DrawnBox>();
var first = 0;
foreach (var (level, stride) in detector.AnchorStrides.Index())
{
    var (rows, columns) = (Cells(batch.Height, stride), Cells(batch.Width, stride));
    var middle = first + (rows / 2 * columns + columns / 2) * detector.AnchorsPerCell;
    for (var k = 0; k < detector.AnchorsPerCell; k++)
        middles.Add(new DrawnBox(placement.ToOriginal(anchors.Boxes[middle + k]), level, ""));
    first += anchors.LevelSizes[level];
}

Write("2-anchors", middles);

// The best proposals; they have no class yet.
var proposals = detector.Propose(batch)[0];
Write("3-proposals", [.. proposals.Take(40).Select(box => new DrawnBox(placement.ToOriginal(box), 0, "") { Colour = (30, 120, 220), Opacity = .6f })]);

var found = detector.Detect(picture, score: .5f);
Write("4-detections", [.. found.Select(d => DrawnBox.Of(d, detector.Classes))]);
Console.WriteLine($"{anchors.Boxes.Length:N0} anchors, {proposals.Length:N0} proposals, {found.Count} detections");
return 0;

static int Cells(int pixels, int stride) => (pixels + stride - 1) / stride;

void Write(string name, IReadOnlyList<DrawnBox> boxes) => ImageEncoder.Write(BoxDrawer.Draw(picture, boxes), Path.Combine(folder, name + ".png"));
