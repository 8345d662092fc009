/** Numbers that two screens show and people compare. */
export const codes = {
  scan: "Scan with the camera",
  stopCamera: "Stop the camera",
  camera: "What the camera sees",
  askingCamera: "Your browser asks whether Mayfly may use the camera. The picture never leaves this device.",
  looking: "Hold the square code of the other screen in front of the camera.",
  anotherCode: "That is another kind of code. Hold the square code that the other Mayfly shows in front of the camera.",
  cameraRefused:
    "Mayfly may not use the camera, so nothing was scanned. Allow it in your browser’s settings for this page, or type the digits.",
  noCamera: "No camera could be used, so nothing was scanned. Type the digits instead.",
  back: "Back",
  empty: "Type or scan the digits that the other screen shows.",
  notDigits: "The code has digits only. Check what you typed against the other screen.",
  otherLength: (length: number, count: number) =>
    `The code has ${length} digits; this one has ${count}. Check it against the other screen.`,
};
