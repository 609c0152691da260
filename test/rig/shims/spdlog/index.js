'use strict';

// The interface of @vscode/spdlog without its native module: appends lines to the log file. Without it output channels stay empty.
const fs = require('fs');
const path = require('path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
let defaultLevel = 2;

class Logger {
  constructor(_type, name, file) {
    this.name = name;
    this.level = defaultLevel;
    this.raw = false;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.fd = fs.openSync(file, 'a');
  }

  #write(level, message) {
    if (level < this.level || this.fd === undefined) return;
    const line = this.raw
      ? message
      : `${new Date().toISOString().replace('T', ' ').slice(0, -1)} [${levels[level]}] ${message}\n`;
    try {
      fs.writeSync(this.fd, line);
    } catch {
      // The data folder may already be gone at shutdown.
    }
  }

  trace(message) {
    this.#write(0, message);
  }
  debug(message) {
    this.#write(1, message);
  }
  info(message) {
    this.#write(2, message);
  }
  warn(message) {
    this.#write(3, message);
  }
  error(message) {
    this.#write(4, message);
  }
  critical(message) {
    this.#write(5, message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {}
  clearFormatters() {
    this.raw = true;
  }
  flush() {}
  drop() {
    if (this.fd !== undefined) fs.closeSync(this.fd);
    this.fd = undefined;
  }
}

const create = async (name, file, size, count) => new Logger('rotating', name, file, size, count);

// One assignment per name: only so does "import * as spdlog" see each as a named export.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = level => {
  defaultLevel = level;
};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
