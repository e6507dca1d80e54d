// Finds objects in a picture:  dotnet run samples/detect.cs model.safetensors picture.jpg
#:project ../src/Gannet.Detection/Gannet.Detection.csproj

using Gannet.Detection;

if (args is not [var model, .. var pictures])
{
    Console.Error.WriteLine("usage: dotnet run samples/detect.cs MODEL PICTURE…");
    return 2;
}

using var detector = Detector.Load(model);
foreach (var picture in pictures)
{
    foreach (var found in detector.Detect(picture, score: 0.5f))
        Console.WriteLine($"{picture}: {found}");
}

return 0;
