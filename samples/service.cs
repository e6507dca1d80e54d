// Serves a detector from an ASP.NET Core program of your own, beside its other routes:
//   dotnet run samples/service.cs model.safetensors
//   curl --data-binary @photo.jpg http://127.0.0.1:5080/eyes/v1/detect
#:sdk Microsoft.NET.Sdk.Web
#:project ../src/Gannet.Serving/Gannet.Serving.csproj

using Gannet.Serving;

if (args is not [var model])
{
    Console.Error.WriteLine("usage: dotnet run samples/service.cs MODEL");
    return 2;
}

var builder = WebApplication.CreateBuilder();
builder.Services.AddGannet(options =>
{
    options.Models.Add(model);
    options.Deadline = TimeSpan.FromSeconds(10);
});

var app = builder.Build();
app.MapGet("/", () => "The detector's page is at /eyes.");
app.MapGroup("/eyes").MapGannet(); // .RequireAuthorization() and the like go here
app.Run("http://127.0.0.1:5080");
return 0;
