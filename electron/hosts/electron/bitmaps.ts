import { type NativeImage, nativeImage } from 'electron';

/*
 * The few pictures the desktop needs beside the app's icon, drawn here: they are a handful of dots, and must be sharp at the exact
 * sizes of trays and taskbars.
 */

export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** How a pixel whose middle is at x, y is covered, 0 to 1. */
type Shape = (x: number, y: number) => number;

/** Draws a shape in one colour, as pixels in the order blue, green, red, alpha. Premultiplied, as Chromium takes them. */
export function drawShape(size: number, { red, green, blue }: Colour, shape: Shape): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const alpha = shape(x + 0.5, y + 0.5);
      const at = (y * size + x) * 4;
      pixels[at] = Math.round(blue * alpha);
      pixels[at + 1] = Math.round(green * alpha);
      pixels[at + 2] = Math.round(red * alpha);
      pixels[at + 3] = Math.round(255 * alpha);
    }
  return pixels;
}

/** A disc with a soft edge of one pixel. */
function disc(centreX: number, centreY: number, radius: number): Shape {
  return (x, y) => Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x - centreX, y - centreY)));
}

/** Nine wells, as in the app's icon. */
function wells(size: number): Shape {
  const places = [0.2, 0.5, 0.8].map((part) => part * size);
  const discs = places.flatMap((x) => places.map((y) => disc(x, y, size * 0.115)));
  return (x, y) => Math.max(...discs.map((shape) => shape(x, y)));
}

/** The tray's picture. On macOS a template that takes the menu bar's own colour. */
export function trayImage(colour: Colour, platform: NodeJS.Platform): NativeImage {
  const size = platform === 'linux' ? 24 : 16;
  const scale = 2;
  const pixels = size * scale;
  const image = nativeImage.createFromBitmap(drawShape(pixels, colour, wells(pixels)), {
    width: pixels,
    height: pixels,
    scaleFactor: scale,
  });
  if (platform === 'darwin') image.setTemplateImage(true);
  return image;
}

/** A dot over the taskbar's button. */
export function badgeImage(colour: Colour): NativeImage {
  const size = 16;
  return nativeImage.createFromBitmap(drawShape(size, colour, disc(size / 2, size / 2, 6)), {
    width: size,
    height: size,
  });
}
